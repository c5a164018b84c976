/// Carries store actions through Apache Ratis: proposals, application, snapshots, membership.
@NullMarked
package belt.raft;

import org.jspecify.annotations.NullMarked;
