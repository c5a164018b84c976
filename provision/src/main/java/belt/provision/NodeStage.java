package belt.provision;

/// What a machine reaches, one after the other, while it is made a node.
public enum NodeStage {
    /// It let us in, as root, with the host key that is pinned.
    SSH_READY,
    /// Its first boot is over: cloud-init has ended, or there is none.
    BOOT_DONE,
    /// Kernel settings were made and read back.
    TUNED,
    /// The engine runs with its settings, or none is wanted.
    ENGINE_READY,
    /// The whole plan was carried out.
    READY
}
