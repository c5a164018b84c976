package belt.provider.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class BaseAccountsTest {
    private static final List<String> PASSWD =
            List.of(
                    "root:x:0:0:The Operator:/root:/usr/bin/zsh",
                    "daemon:x:1:1:daemon:/usr/sbin:/usr/sbin/nologin",
                    "anna:x:1000:1000:Anna Example:/home/anna:/bin/bash",
                    "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin");
    private static final List<String> GROUP =
            List.of("root:x:0:", "sudo:x:27:anna", "docker:x:108:anna,bert", "anna:x:1000:");

    @Test
    void keepsSystemAccountsOnly() {
        assertThat(BaseAccounts.passwd(PASSWD))
                .isEqualTo(
                        """
                        root:x:0:0:root:/root:/bin/bash
                        daemon:x:1:1::/usr/sbin:/usr/sbin/nologin
                        nobody:x:65534:65534::/nonexistent:/usr/sbin/nologin
                        """);
        assertThat(BaseAccounts.group(GROUP)).isEqualTo("root:x:0:\nsudo:x:27:\ndocker:x:108:\n");
    }

    @Test
    void letsNobodyInByPassword() {
        assertThat(BaseAccounts.shadow(PASSWD).lines()).hasSize(3).allMatch(l -> l.contains(":*:"));
        assertThat(BaseAccounts.gshadow(GROUP).lines()).hasSize(3);
    }
}
