package belt.provision.ssh;

/// The steps of reaching a machine, in order. The first one that fails is what the message names.
public enum Rung {
    DNS("resolving the name"),
    TCP("connecting to the port"),
    BANNER("waiting for the SSH server's greeting"),
    HOST_KEY("checking the host key"),
    AUTH("logging in"),
    SUDO("trying sudo"),
    /// All of them passed.
    READY("ready");

    private final String doing;

    Rung(String doing) {
        this.doing = doing;
    }

    /// What is being done on this rung, to follow "web1: ".
    public String doing() {
        return doing;
    }
}
