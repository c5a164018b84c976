package belt.provision;

import belt.core.ProblemCode;

/// What can go wrong while a machine becomes a node.
public enum ProvisionProblem implements ProblemCode {
    STEP_FAILED(
            "provision.step-failed",
            "Read the last lines that the step printed, then run the same command again: it goes on there"),
    BOOT_NOT_DONE(
            "provision.boot-not-done",
            "Look at /var/log/cloud-init-output.log on the machine, then run belt resume"),
    FACTS_UNREADABLE(
            "provision.facts-unreadable", "Check that the machine has a POSIX shell and /proc"),
    UNSUPPORTED_SYSTEM(
            "provision.unsupported-system",
            "Install a Docker engine yourself and run the command again, or use runtime exec"),
    ENGINE_CONFIG_UNREADABLE(
            "provision.engine-config-unreadable",
            "Repair /etc/docker/daemon.json on the machine, or remove it"),
    USER_DATA(
            "provision.user-data-unusable",
            "Change that line of the user data, or leave --join or --user-data out"),
    NO_BUNDLE("provision.no-bundle", "Build the node bundle for the machine's architecture"),
    BUNDLE_DAMAGED("provision.bundle-damaged", "Build the node bundle again"),
    SERVICE_DID_NOT_START(
            "provision.service-did-not-start",
            "Read the daemon's last log lines; belt logs --beltd NODE shows more"),
    IMAGE_UNREADABLE("provision.image-unreadable", "Build the image again, or check the path");

    private final String id;
    private final String fix;

    ProvisionProblem(String id, String fix) {
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
