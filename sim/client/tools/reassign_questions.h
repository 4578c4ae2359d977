// The questions of kafka-reassign-partitions: each keeps the plan, so that the answer finds it.
#pragma once

#include <string>
#include <vector>

#include "client/tools/steps.h"

namespace highwater {

NamedPartition named(TopicPartition id, Effects const& out);
bool is_live(ReassignPlan const& plan, BrokerId id);
std::vector<NamedPartition> partitions_of(ReassignPlan const& plan);
TopicPartition id_of(NamedPartition const& partition, Effects& out);

void ask_what_moves(ReassignPlan plan, Tool& self, bool only_targets, Effects& out);
void ask_about_topics(ReassignPlan plan, Tool& self, std::vector<std::string> names, Effects& out);
void ask_who_is_there(ReassignPlan plan, Tool& self, Effects& out);
// Where these replicas lie. True when somebody was asked.
bool ask_for_directories(ReassignPlan const& plan, Tool& self,
                         std::vector<ReplicaDirectory> const& replicas, Effects& out);
// The replicas that the partitions of the plan have now, on brokers that are there.
std::vector<ReplicaDirectory> present_replicas(ReassignPlan const& plan,
                                               std::vector<TargetReplicas> const& current);

// ---- throttles: set one after the other, cleared in two steps -----------------------------------
void throttle_topics(ReassignPlan plan, Tool& self, Effects& out);
void throttle_brokers(ReassignPlan plan, Tool& self, Effects& out);
// False when no replica goes to a directory, so that there is nobody to ask.
bool throttle_directories(ReassignPlan plan, Tool& self, Effects& out);
void clear_throttles(ReassignPlan plan, Tool& self, Effects& out);
// The brokers that are there, and those of the file.
void clear_brokers(ReassignPlan plan, Tool& self, std::vector<BrokerId> brokers, Effects& out);
// False when the file names no topic.
bool clear_topics(ReassignPlan& plan, Tool& self, Effects& out);

}  // namespace highwater
