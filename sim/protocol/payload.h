// A message is a small fixed part and at most one shared immutable payload for its lists, so that
// moving, queueing and copying messages never copies lists.
#pragma once

#include <memory>
#include <utility>

namespace highwater {

template <class T>
using Payload = std::shared_ptr<T const>;

template <class T>
Payload<T> make_payload(T value) {
    return std::make_shared<T const>(std::move(value));
}

}  // namespace highwater
