package belt.cli.join;

import static org.assertj.core.api.Assertions.assertThat;

import belt.provider.MachineSpec;
import org.junit.jupiter.api.Test;

class UserDataPartsTest {
    private static final String OURS = "#!/bin/sh\necho belt\n";

    private static String with(String own) {
        return UserDataParts.of(OURS, MachineSpec.of("1gb", "ssh-ed25519 A").withUserData(own));
    }

    @Test
    void isOurScriptAloneWhereTheOperatorHasNoneOrHisIsInsideIt() {
        assertThat(with("")).isEqualTo(OURS);
        assertThat(with("#!/bin/bash\nx\n")).isEqualTo(OURS);
    }

    @Test
    void goesBesideACloudConfigAsAPartOfItsOwn() {
        assertThat(with("#cloud-config\npackages: [jq]\n"))
                .isEqualTo(
                        """
                        Content-Type: multipart/mixed; boundary="belt-8f2d1c07"
                        MIME-Version: 1.0

                        --belt-8f2d1c07
                        Content-Type: text/cloud-config; charset="utf-8"

                        #cloud-config
                        packages: [jq]
                        --belt-8f2d1c07
                        Content-Type: text/x-shellscript; charset="utf-8"

                        #!/bin/sh
                        echo belt
                        --belt-8f2d1c07--
                        """);
    }
}
