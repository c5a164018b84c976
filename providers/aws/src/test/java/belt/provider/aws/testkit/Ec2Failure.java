package belt.provider.aws.testkit;

/// Ends an action with an error answer.
final class Ec2Failure extends RuntimeException {
    private final Ec2Error error;

    Ec2Failure(Ec2Error error, String message) {
        super(message);
        this.error = error;
    }

    Ec2Error error() {
        return error;
    }
}
