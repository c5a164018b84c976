package belt.provision.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FactsParserTest {
    private static final String ANSWER =
            """
            os	ID=debian
            os	PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"
            os	VERSION_ID="12"
            arch	x86_64
            kernel	6.1.0-18-amd64
            systemd	no
            hostname	node1
            hosts-know-name	yes
            package-manager	apt-get
            memory-kb	2048
            cpus	2
            disk-kb	1000
            engine-path	/usr/sbin/dockerd
            engine-version	20.10.24+dfsg1
            engine-running	yes
            image	hello:latest sha256:12 sha256:34
            engine-supervised	no
            beltd-running	no
            bundle	1.0 abcd
            current	1.0
            login-in-group	no
            file	/etc/belt 755
            file	/etc/docker/daemon.json 644 ff00
            content	/etc/docker/daemon.json e30K
            sysctl	net.ipv4.ip_local_port_range 32768 60999
            time	1000
            """;

    @Test
    void readsAWholeAnswer() {
        HostFacts facts = FactsParser.parse(ANSWER, Instant.ofEpochSecond(990));

        assertThat(facts.system().osId()).isEqualTo("debian");
        assertThat(facts.system().osMajor()).isEqualTo(12);
        assertThat(facts.system().clockOffset()).isEqualTo(Duration.ofSeconds(10));
        assertThat(facts.system().describe())
                .isEqualTo(
                        "Debian GNU/Linux 12 (bookworm), x86_64, kernel 6.1.0-18-amd64, package manager apt-get");
        assertThat(facts.resources()).isEqualTo(new HostFacts.Resources(2 << 20, 2, 1_024_000));
        assertThat(facts.engine().images()).containsEntry("hello:latest", "sha256:12 sha256:34");
        assertThat(facts.beltd().bundles()).containsEntry("1.0", "abcd");
        assertThat(facts.files())
                .hasEntrySatisfying("/etc/belt", f -> assertThat(f.mode()).isEqualTo(0755));
        assertThat(facts.content("/etc/docker/daemon.json")).hasValue("{}\n");
        assertThat(facts.kernel()).containsEntry("net.ipv4.ip_local_port_range", "32768 60999");
    }

    @Test
    void noticesAnAnswerThatEndsEarly() {
        String half = ANSWER.substring(0, ANSWER.length() / 2);

        assertThatThrownBy(() -> FactsParser.parse(half, Instant.EPOCH))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the answer ends early");
    }
}
