package belt.provider.digitalocean.testkit;

/// An error answer.
final class ApiFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String id;

    ApiFailure(int status, String id, String message) {
        super(message, null, false, false);
        this.status = status;
        this.id = id;
    }

    static ApiFailure notFound() {
        return new ApiFailure(
                404, "not_found", "The resource you were accessing could not be found.");
    }

    static ApiFailure unprocessable(String message) {
        return new ApiFailure(422, "unprocessable_entity", message);
    }

    static ApiFailure unauthorized() {
        return new ApiFailure(401, "unauthorized", "Unable to authenticate you");
    }

    int status() {
        return status;
    }

    String id() {
        return id;
    }
}
