package belt.provision.ssh;

import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import java.util.List;

/// The settings of every session. Each differs from JSch's default for a measured reason: docs/design/provision.md.
final class SessionSettings {
    private static final String KEX =
            "mlkem768x25519-sha256,curve25519-sha256,curve25519-sha256@libssh.org,"
                    + "ecdh-sha2-nistp256,diffie-hellman-group14-sha256";
    private static final int ALIVE_MILLIS = 15_000;

    private SessionSettings() {}

    /// @param oneKey whether exactly one key can be offered; only then its use may be asked for without a question first
    static void apply(Session session, boolean oneKey) throws JSchException {
        session.setConfig(
                "StrictHostKeyChecking",
                "yes"); // never another value: accept-new accepts changed keys
        session.setConfig("PreferredAuthentications", "publickey");
        for (String check : List.of("CheckKexes", "CheckCiphers", "CheckMacs", "CheckSignatures")) {
            session.setConfig(check, ""); // they make keys on every connect; JDK 25 has all of them
        }
        session.setConfig("kex", KEX);
        session.setConfig("enable_auth_none", "no");
        if (oneKey) {
            session.setConfig("enable_pubkey_auth_query", "no");
        }
        session.setServerAliveInterval(ALIVE_MILLIS);
        session.setServerAliveCountMax(2);
        session.setDaemonThread(true);
    }
}
