#include "broker/sessions.h"

#include <algorithm>

#include "base/check.h"
#include "broker/replicas.h"

namespace highwater {

namespace {
SessionPartition& partition_at(FetchSession& session, std::int32_t place) {
    return session.partitions[static_cast<std::size_t>(place)];
}

std::int32_t find_session(Broker const& self, std::int32_t id) {
    if (id <= 0) return -1;
    std::int32_t const place = (id - 1) % kMaxSessions;
    if (place >= static_cast<std::int32_t>(self.sessions.size())) return -1;
    return self.sessions[static_cast<std::size_t>(place)].id == id ? place : -1;
}

std::int32_t free_place(Broker& self) {
    std::int32_t oldest = 0;
    for (std::size_t i = 0; i < self.sessions.size(); ++i) {
        if (self.sessions[i].id == 0) return static_cast<std::int32_t>(i);
        if (self.sessions[i].last_fetch <
            self.sessions[static_cast<std::size_t>(oldest)].last_fetch) {
            oldest = static_cast<std::int32_t>(i);
        }
    }
    if (self.sessions.size() == static_cast<std::size_t>(kMaxSessions)) {
        close_session(self, oldest);
        return oldest;
    }
    self.sessions.emplace_back();
    return static_cast<std::int32_t>(self.sessions.size()) - 1;
}

std::int32_t new_session(Broker& self, Envelope const& from, FetchRequest const& request) {
    // A reader that starts anew has given up what it had before.
    for (std::size_t i = 0; i < self.sessions.size(); ++i) {
        FetchSession const& old = self.sessions[i];
        if (old.id != 0 && old.peer == from.from && old.replica_id == request.replica_id) {
            close_session(self, static_cast<std::int32_t>(i));
        }
    }
    std::int32_t const place = free_place(self);
    FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
    // The place is part of the id, so that a session is found without a search.
    std::int32_t const serial = self.next_session_id;
    self.next_session_id = serial % (INT32_MAX / kMaxSessions - 1) + 1;
    bool const was_woken = session.is_woken;
    session = FetchSession{};
    session.is_woken = was_woken;
    session.id = serial * kMaxSessions + place + 1;
    session.next_epoch = 1;
    session.peer = from.from;
    session.replica_id = request.replica_id;
    if (request.partitions) session.client_id = request.partitions->client_id;
    return place;
}

// The place of a partition in a session whose places are resolved; -1 when it is not in it.
std::int32_t find_place(Broker const& self, FetchSession const& session, std::int32_t session_place,
                        TopicPartition id) {
    if (std::int32_t const slot = self.partitions.find(id); slot >= 0) {
        for (Watcher const& watcher : self.partitions[slot].watchers) {
            if (watcher.session == session_place) return watcher.place;
        }
        return -1;
    }
    // Partitions that this broker does not have are always ready.
    for (std::int32_t const place : session.ready) {
        SessionPartition const& wanted = session.partitions[static_cast<std::size_t>(place)];
        if (wanted.slot < 0 && wanted.partition == id) return place;
    }
    return -1;
}

// Ties a place to the replica it reads, if this broker has one by now.
void resolve(Broker& self, std::int32_t session_place, std::int32_t place) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(session_place)];
    SessionPartition& wanted = partition_at(session, place);
    if (wanted.slot >= 0) return;
    wanted.slot = self.partitions.find(wanted.partition);
    if (wanted.slot < 0) return;
    self.partitions.edit(wanted.slot)
        .watchers.push_back({session_place, place, session.is_follower()});
}

void release(Broker& self, std::int32_t session_place, std::int32_t place) {
    SessionPartition const& wanted =
        partition_at(self.sessions[static_cast<std::size_t>(session_place)], place);
    if (wanted.slot < 0) return;
    auto& watchers = self.partitions.edit(wanted.slot).watchers;
    watchers.erase(std::remove_if(watchers.begin(), watchers.end(),
                                  [&](Watcher const& w) { return w.session == session_place; }),
                   watchers.end());
}

// The first free place. None is before `from`, which moves along: places are looked through once a
// request, not once for each partition in it.
std::int32_t add_place(FetchSession& session, std::size_t& from) {
    ++session.members;
    if (session.members <= static_cast<std::int32_t>(session.partitions.size())) {
        for (; from < session.partitions.size(); ++from) {
            if (!session.partitions[from].is_member) return static_cast<std::int32_t>(from);
        }
    }
    session.partitions.emplace_back();
    return static_cast<std::int32_t>(session.partitions.size()) - 1;
}

// A full fetch names each partition once, so in a new session nothing has to be looked for.
void take_in(Broker& self, std::int32_t session_place, FetchPartition const& asked, bool is_new,
             std::size_t& free_from) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(session_place)];
    std::int32_t place = is_new ? -1 : find_place(self, session, session_place, asked.partition);
    if (place < 0) {
        place = add_place(session, free_from);
        SessionPartition& wanted = partition_at(session, place);
        wanted = SessionPartition{};
        wanted.partition = asked.partition;
        wanted.is_member = true;
        wanted.is_ready = true;
        session.ready.push_back(place);
        resolve(self, session_place, place);
    } else if (partition_at(session, place).slot >= 0) {
        // Whatever its idle time was worth counts before the position moves.
        make_ready(self, self.partitions.edit(partition_at(session, place).slot),
                   {session_place, place, session.is_follower()});
    }
    SessionPartition& wanted = partition_at(session, place);
    if (wanted.current_leader_epoch != asked.current_leader_epoch) {
        // It may have dropped what it was told while it still was in the other epoch.
        wanted.told_high_watermark = kNoOffset;
    }
    wanted.topic_id = asked.topic_id;
    wanted.max_bytes = asked.partition_max_bytes;
    wanted.fetch_offset = asked.fetch_offset;
    wanted.log_start_offset = asked.log_start_offset;
    wanted.current_leader_epoch = asked.current_leader_epoch;
    wanted.last_fetched_epoch = asked.last_fetched_epoch;
}

void forget(Broker& self, std::int32_t session_place, TopicPartition id) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(session_place)];
    std::int32_t const place = find_place(self, session, session_place, id);
    if (place < 0) return;
    release(self, session_place, place);
    partition_at(session, place) = SessionPartition{};
    --session.members;
}

void forget_all(Broker& self, std::int32_t session_place, std::vector<TopicPartition> const& ids) {
    if (ids.empty()) return;
    for (TopicPartition const id : ids) forget(self, session_place, id);
    FetchSession& session = self.sessions[static_cast<std::size_t>(session_place)];
    std::erase_if(session.ready,
                  [&](std::int32_t place) { return !partition_at(session, place).is_member; });
}
}  // namespace

std::int32_t place_of(Broker const& self, FetchSession const& session) {
    return static_cast<std::int32_t>(&session - self.sessions.data());
}

OpenedSession open_session(Broker& self, Envelope const& from, FetchRequest const& request,
                           Time now) {
    std::int32_t place = find_session(self, request.session_id);
    bool const is_new = request.session_epoch <= 0;
    if (is_new) {
        if (place >= 0) close_session(self, place);
        place = new_session(self, from, request);
        self.sessions[static_cast<std::size_t>(place)].is_single_use = request.session_epoch < 0;
    } else {
        if (place < 0) return {ErrorCode::fetch_session_id_not_found, -1};
        FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
        if (session.next_epoch != request.session_epoch) {
            return {ErrorCode::invalid_fetch_session_epoch, -1};
        }
        session.next_epoch = session.next_epoch == INT32_MAX ? 1 : session.next_epoch + 1;
        for (std::int32_t const ready : session.ready) resolve(self, place, ready);
    }
    if (request.partitions) {
        if (is_new) {
            // It names all of them: more than these come seldom, and a broker has many sessions.
            FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
            session.partitions.reserve(request.partitions->changed.size());
            session.ready.reserve(request.partitions->changed.size());
        }
        forget_all(self, place, request.partitions->forgotten);
        std::size_t free_from = 0;
        for (FetchPartition const& asked : request.partitions->changed) {
            take_in(self, place, asked, is_new, free_from);
        }
    }
    FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
    session.replica_epoch = request.replica_epoch;
    session.min_bytes = request.min_bytes;
    session.max_bytes = request.max_bytes;
    session.isolation = request.isolation;
    session.rack = request.rack;
    session.last_fetch = now;
    return {ErrorCode::none, place};
}

void make_ready(Broker& self, Partition& partition, Watcher const& watcher) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(watcher.session)];
    SessionPartition& wanted = partition_at(session, watcher.place);
    if (wanted.is_ready) return;
    wanted.is_ready = true;
    session.ready.push_back(watcher.place);
    if (!watcher.is_follower) return;
    // While it was idle, each fetch of its session found it at the leader's end.
    RemoteReplica* follower = find_follower(partition, session.replica_id);
    if (follower != nullptr && follower->log_end_offset == wanted.fetch_offset) {
        note_fetch(*follower, wanted.fetch_offset, wanted.fetch_offset, session.last_fetch);
    }
}

void wake(Broker& self, std::int32_t place) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
    if (session.is_woken) return;
    session.is_woken = true;
    self.woken_sessions.push_back(place);
}

void close_session(Broker& self, std::int32_t place) {
    FetchSession& session = self.sessions[static_cast<std::size_t>(place)];
    for (std::size_t i = 0; i < session.partitions.size(); ++i) {
        if (session.partitions[i].is_member) release(self, place, static_cast<std::int32_t>(i));
    }
    bool const is_woken = session.is_woken;
    session = FetchSession{};
    session.is_woken = is_woken;
}

void close_sessions_of(Broker& self, NodeId peer) {
    for (std::size_t i = 0; i < self.sessions.size(); ++i) {
        if (self.sessions[i].id != 0 && self.sessions[i].peer == peer) {
            close_session(self, static_cast<std::int32_t>(i));
        }
    }
}

}  // namespace highwater
