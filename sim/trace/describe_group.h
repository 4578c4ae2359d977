// The sentences of trace/group_fact.h; part of trace/describe.cc, which would be too long.
#pragma once

#include <string>

#include "trace/describe.h"

namespace highwater {

std::string group_sentence(GroupCoordinatorLoaded const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupCoordinatorUnloaded const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupMemberIdGiven const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupMemberJoined const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupMemberLeft const& fact, NodeId here, Describer const& who);
std::string group_sentence(StaticMemberReplaced const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupRebalanceBegan const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupGenerationBegan const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupAssigned const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupEpochBumped const& fact, NodeId here, Describer const& who);
std::string group_sentence(TargetAssignmentComputed const& fact, NodeId here, Describer const& who);
std::string group_sentence(MemberReconciled const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupMigrated const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupRequestRefused const& fact, NodeId here, Describer const& who);
std::string group_sentence(OffsetCommitted const& fact, NodeId here, Describer const& who);
std::string group_sentence(OffsetRemoved const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupDeleted const& fact, NodeId here, Describer const& who);
std::string group_sentence(CoordinatorFound const& fact, NodeId here, Describer const& who);
std::string group_sentence(CoordinatorLost const& fact, NodeId here, Describer const& who);
std::string group_sentence(PartitionsRevoked const& fact, NodeId here, Describer const& who);
std::string group_sentence(PartitionsAssigned const& fact, NodeId here, Describer const& who);
std::string group_sentence(PartitionsLost const& fact, NodeId here, Describer const& who);
std::string group_sentence(PollTimeoutExpired const& fact, NodeId here, Describer const& who);
std::string group_sentence(GroupWriteRefused const& fact, NodeId here, Describer const& who);
std::string group_sentence(CommitFailed const& fact, NodeId here, Describer const& who);
std::string group_sentence(CommitRetried const& fact, NodeId here, Describer const& who);
std::string group_sentence(ApplicationFailed const& fact, NodeId here, Describer const& who);

}  // namespace highwater
