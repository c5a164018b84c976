package belt.provider.aws;

import belt.core.ProblemCode;

/// What can go wrong with EC2 in particular.
enum AwsProblem implements ProblemCode {
    NOT_ALLOWED("aws.not-allowed", "Allow the account's user the action that the message names"),
    NO_CAPACITY("aws.no-capacity", "Choose another zone, region or size, or ask again later"),
    NETWORK("aws.network", "Choose a VPC, subnet, zone or security group that the message names"),
    KEY("aws.key", "Choose a key pair that exists, and give its private key with ssh-keypath"),
    TOKEN_USED("aws.token-used", "Ask for the machines anew, with belt create"),
    WRONG_STATE("aws.wrong-state", "Wait until the machine has settled, then ask again"),
    REFUSED("aws.refused", "Change what the message names");

    private final String id;
    private final String fix;

    AwsProblem(String id, String fix) {
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
