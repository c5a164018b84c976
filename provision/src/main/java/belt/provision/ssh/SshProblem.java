package belt.provision.ssh;

import belt.core.ProblemCode;

/// What can go wrong between the operator's machine and a node's sshd.
public enum SshProblem implements ProblemCode {
    NAME_UNRESOLVED(
            "ssh.name-unresolved", "Check the address, or give an IP address instead of a name"),
    NO_ANSWER(
            "ssh.no-answer",
            "Check that the machine runs and that TCP port 22 is open towards you"),
    NO_BANNER("ssh.no-banner", "Check that an SSH server, and nothing else, listens on that port"),
    NEGOTIATION_FAILED(
            "ssh.negotiation-failed",
            "Update the machine's SSH server, or allow curve25519-sha256"),
    HOST_KEY_UNKNOWN(
            "ssh.host-key-unknown",
            "Compare the fingerprint with the machine's console, then accept it at first contact"),
    HOST_KEY_CHANGED(
            "ssh.host-key-changed",
            "Find out why the key changed; remove its line from known_hosts only if you know why"),
    AUTH_REFUSED(
            "ssh.auth-refused",
            "Add the public key to the account's authorized_keys, or name another key"),
    KEY_UNREADABLE(
            "ssh.key-unreadable",
            "Give a private key in OpenSSH or PEM form that belt can read, and its passphrase"),
    AGENT_MISSING("ssh.agent-missing", "Start an SSH agent and add the key, or name a key file"),
    KNOWN_HOSTS_UNREADABLE(
            "ssh.known-hosts-unreadable", "Repair or remove the line of known_hosts that is named"),
    SUDO_REFUSED(
            "ssh.sudo-refused",
            "Log in as root, or let the account use sudo without a password (NOPASSWD)"),
    CONNECTION_LOST(
            "ssh.connection-lost", "Check the machine and the network, then run the command again"),
    COMMAND_FAILED("ssh.command-failed", "Read the last lines that the command printed"),
    COMMAND_TIMEOUT(
            "ssh.command-timeout", "Look at why the command takes so long, or give it more time"),
    TRANSFER_FAILED(
            "ssh.transfer-failed",
            "Check the free space and the rights in the folder that is named"),
    CHECKSUM_MISMATCH("ssh.checksum-mismatch", "Run the command again: the file is sent anew"),
    SOCKET_REFUSED(
            "ssh.socket-refused",
            "Check that the program behind the socket runs, and that the account may use it"),
    FORWARD_FAILED("ssh.forward-failed", "Remove the stale socket file, or choose another path");

    private final String id;
    private final String fix;

    SshProblem(String id, String fix) {
        this.id = id;
        this.fix = fix;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String fix() {
        return fix;
    }
}
