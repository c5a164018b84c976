package belt.provider.digitalocean;

import belt.core.ProblemCode;

/// What can go wrong with DigitalOcean in particular.
enum DigitalOceanProblem implements ProblemCode {
    NOT_ALLOWED(
            "digitalocean.not-allowed", "Give the token the scopes that the provider's page names"),
    ANSWER("digitalocean.answer", "Run the command again, and report it if the same answer comes"),
    BUSY("digitalocean.busy", "Wait until the machine has settled, then ask again"),
    KEY("digitalocean.key", "Choose a key of the account, or leave the choice to belt"),
    NETWORK("digitalocean.network", "Choose a VPC of the region that the message names"),
    FILE("digitalocean.file", "Check the path, and that you may read the file"),
    REFUSED("digitalocean.refused", "Change what the message names");

    private final String id;
    private final String fix;

    DigitalOceanProblem(String id, String fix) {
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
