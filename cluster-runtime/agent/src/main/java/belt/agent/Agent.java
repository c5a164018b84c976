package belt.agent;

import belt.agent.logs.LogSubscriptions;
import belt.agent.session.Connector;
import belt.agent.session.Session;
import belt.agent.session.SessionHost;
import belt.agent.task.Executor;
import belt.agent.task.LocalNode;
import belt.agent.task.TaskTable;
import belt.agent.timer.Timer;
import belt.api.Message;
import belt.api.Message.Assignments;
import belt.api.Message.ManagerAddress;
import belt.api.Protocol;
import belt.model.NodeDescription;
import belt.model.TaskId;
import belt.model.TaskState;
import belt.model.TaskStatus;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The worker side of one node: takes up its tasks after a restart, holds a session with the leader, does what it
/// assigns and says what became of it. It owns no thread while nothing happens; without managers everything goes on.
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);

    /// What all agents of a process share.
    ///
    /// @param connector opens streams, with this node's certificate
    /// @param timer for everything that happens later
    /// @param clock for statuses
    /// @param random spreads reconnecting
    public record Surroundings(
            Connector connector, Timer timer, InstantSource clock, RandomGenerator random) {}

    private final Supplier<LocalNode> node;
    private final Supplier<NodeDescription> description;
    private final AgentState state;
    private final AgentListener listener;
    private final TaskTable tasks;
    private final Session session;
    private final LogSubscriptions logs;

    /// @param node who we are
    /// @param description what we tell the leader in each greeting; must not block
    public Agent(
            Supplier<LocalNode> node,
            Supplier<NodeDescription> description,
            Executor executor,
            AgentState state,
            AgentListener listener,
            Surroundings around) {
        this.node = node;
        this.description = description;
        this.state = state;
        this.listener = listener;
        this.tasks =
                new TaskTable(
                        executor,
                        node,
                        this::report,
                        state.tasks(),
                        around.timer(),
                        around.clock());
        this.session =
                new Session(
                        around.connector(),
                        around.timer(),
                        new Host(),
                        state.managers(),
                        around.random());
        this.logs = new LogSubscriptions(tasks, session);
    }

    /// Takes up the remembered tasks, then begins to connect.
    public void start() {
        tasks.resume();
        session.start();
    }

    /// Sends a message of the daemon's, for example {@link Message.RenewRequest}.
    ///
    /// @return whether a session stands
    public boolean send(Message message) {
        return session.send(message);
    }

    /// Whether a session stands.
    public boolean connected() {
        return session.connected();
    }

    /// The managers as last heard.
    public List<ManagerAddress> managers() {
        return session.managers();
    }

    /// Drops the session and connects anew: the certificate or the description is another one.
    public void reconnect(String why) {
        session.reconnect(why);
    }

    /// Stops and forgets all tasks: the node leaves the cluster.
    public void forgetTasks() {
        tasks.apply(new Assignments(true, List.of(), List.of(), List.of()));
    }

    /// How many tasks are here.
    public int taskCount() {
        return tasks.size();
    }

    /// Ends the session and lets go of the tasks, which go on running.
    @Override
    public void close() {
        session.close();
        logs.close();
        tasks.close();
    }

    /// ACCEPTED to STARTING matter only while they last: the batch holds a task's latest state.
    private void report(TaskId task, TaskStatus status) {
        if (status.state() == TaskState.FAILED || status.state() == TaskState.REJECTED) {
            LOG.debug("Task {} is {}: {}", task, status.state(), status.error());
        }
        session.report(task, status);
    }

    private final class Host implements SessionHost {
        @Override
        public Message.Hello hello() {
            return new Message.Hello(
                    Protocol.OLDEST,
                    Protocol.VERSION,
                    description.get(),
                    node.get().address(),
                    tasks.snapshot());
        }

        @Override
        public void connected(Message.Welcome welcome) {
            listener.connected(welcome);
            listener.roleWanted(welcome.role());
        }

        @Override
        public void managers(List<ManagerAddress> managers) {
            state.saveManagers().accept(managers);
        }

        @Override
        public void disconnected(String why) {
            logs.close();
            listener.disconnected(why);
        }

        @Override
        public void received(Message message) {
            switch (message) {
                case Assignments news -> tasks.apply(news);
                case Message.RoleChange(var role) -> listener.roleWanted(role);
                case Message.IngressTable table -> listener.ingress(table);
                case Message.LogSubscribe wish -> logs.subscribe(wish);
                case Message.LogUnsubscribe(var number) -> logs.unsubscribe(number);
                case Message.Removed(var text) -> removed(text);
                case Message.Refusal refusal -> {
                    if (refusal.code().equals("removed")) {
                        removed(refusal.text());
                    } else {
                        listener.received(refusal);
                    }
                }
                default -> listener.received(message);
            }
        }

        private void removed(String text) {
            LOG.warn("This node was removed from the cluster: {}", text);
            session.close();
            forgetTasks();
            listener.removed(text);
        }
    }
}
