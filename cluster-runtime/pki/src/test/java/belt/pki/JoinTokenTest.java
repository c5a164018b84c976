package belt.pki;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import belt.core.BeltException;
import belt.core.Secret;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JoinTokenTest {
    // taken from a running Swarm
    private static final String SHA256 =
            "bfb3060ea1fcdf18c02fd7635d652b3d084904453dc3dc791c9913b5126f3191";
    private static final String DIGEST = "4s05n4uq6h2n3mg2xt3uzhchoofba7y0grn48zk0vah1gnmpht";
    private static final String WORKER = "SWMTKN-1-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7x";

    private final SecureRandom random = new SecureRandom();
    private final String root = ClusterCa.create(new SettableClock()).rootPem();

    @Test
    void writesTheDigestAsSwarmDoes() {
        assertThat(JoinToken.digestOf(HexFormat.of().parseHex(SHA256))).isEqualTo(DIGEST);
    }

    @Test
    void readsATokenOfSwarm() {
        var token = JoinToken.parse(Secret.of(" " + WORKER + "\n"));
        assertThat(token.digest()).isEqualTo(DIGEST);
        assertThat(token.text().reveal()).isEqualTo(WORKER);
    }

    @Test
    void padsSmallNumbers() {
        assertThat(JoinToken.digestOf(new byte[32])).isEqualTo("0".repeat(50));
    }

    @Test
    void namesTheExpectedFingerprintOfAnotherCluster() {
        var token = JoinToken.parse(Secret.of(WORKER));
        assertThatThrownBy(() -> token.requireRoot(root))
                .isInstanceOf(BeltException.MissingCredentials.class)
                .hasMessage("remote CA does not match fingerprint. Expected: " + SHA256);
    }

    @Test
    void recognisesItsOwnRootToTheByte() {
        var token = JoinToken.create(root, random);
        token.requireRoot(root);
        assertThat(token.isRoot(root.stripTrailing())).isFalse();
    }

    @Test
    void differsInTheSecretOnly() {
        var one = JoinToken.create(root, random);
        var two = JoinToken.create(root, random);
        assertThat(one.digest()).isEqualTo(two.digest());
        assertThat(one.matches(two)).isFalse();
        assertThat(one.matches(JoinToken.parse(one.text()))).isTrue();
        assertThat(one.text().reveal()).matches("SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}");
    }

    @Test
    void doesNotPrintTheSecret() {
        var token = JoinToken.parse(Secret.of(WORKER));
        assertThat(token.toString()).contains(DIGEST).doesNotContain("5rrzrljfy5tco6un98ajh6b7x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SWMTKN",
                "SWMTKN-1-abc-def",
                "SWMTKN-3-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7x",
                "SWMTKN-2-1-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7x",
                "SWMTKN-1-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7",
                "SWMTKN-1-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7x-",
                "SWMTKN-1-" + DIGEST + "-5RRZRLJFY5TCO6UN98AJH6B7X",
                "swmtkn-1-" + DIGEST + "-5rrzrljfy5tco6un98ajh6b7x"
            })
    void refusesWhatIsNoToken(String text) {
        assertThatThrownBy(() -> JoinToken.parse(Secret.of(text)))
                .isInstanceOfSatisfying(
                        BeltException.InvalidInput.class,
                        e -> assertThat(e.code()).isEqualTo(PkiProblem.TOKEN_MALFORMED))
                .hasMessage("invalid join token");
    }
}
