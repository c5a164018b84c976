package belt.model;

/// What runs a task.
public enum TaskRuntime {
    /// A container in the node's engine.
    CONTAINER,
    /// A plain process in namespaces and a cgroup of its own (DESIGN D12). On the API the runtime is `belt/exec`, and the
    /// container spec's command, args, env, dir, user, hostname, labels and stop settings apply.
    EXEC
}
