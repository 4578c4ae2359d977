#pragma once

namespace highwater {

// --rewrite: texts are made to say what is, instead of being compared.
extern bool rewrites;

}  // namespace highwater
