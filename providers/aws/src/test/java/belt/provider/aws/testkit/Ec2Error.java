package belt.provider.aws.testkit;

/// The error codes of EC2 that the fake gives, with the HTTP status that comes with them (EC2 API reference, "Error
/// codes for the Amazon EC2 API").
public enum Ec2Error {
    AUTH_FAILURE("AuthFailure", 401),
    UNAUTHORIZED_OPERATION("UnauthorizedOperation", 403),
    REQUEST_EXPIRED("RequestExpired", 400),
    MISSING_AUTHENTICATION_TOKEN("MissingAuthenticationToken", 403),
    DRY_RUN_OPERATION("DryRunOperation", 412),
    INVALID_ACTION("InvalidAction", 400),
    UNKNOWN_PARAMETER("UnknownParameter", 400),
    MISSING_PARAMETER("MissingParameter", 400),
    INVALID_PARAMETER_VALUE("InvalidParameterValue", 400),
    INVALID_PARAMETER_COMBINATION("InvalidParameterCombination", 400),
    INVALID_NEXT_TOKEN("InvalidNextToken", 400),
    UNSUPPORTED_OPERATION("UnsupportedOperation", 400),
    INCORRECT_INSTANCE_STATE("IncorrectInstanceState", 400),
    IDEMPOTENT_PARAMETER_MISMATCH("IdempotentParameterMismatch", 400),
    INVALID_INSTANCE_TYPE("InvalidInstanceType", 400),
    INVALID_INSTANCE_ID("InvalidInstanceID.NotFound", 400),
    INVALID_AMI("InvalidAMIID.NotFound", 400),
    INVALID_AMI_MALFORMED("InvalidAMIID.Malformed", 400),
    INVALID_SUBNET("InvalidSubnetID.NotFound", 400),
    INVALID_VPC("InvalidVpcID.NotFound", 400),
    INVALID_GROUP("InvalidGroup.NotFound", 400),
    INVALID_GROUP_DUPLICATE("InvalidGroup.Duplicate", 400),
    INVALID_PERMISSION_DUPLICATE("InvalidPermission.Duplicate", 400),
    INVALID_PERMISSION("InvalidPermission.NotFound", 400),
    DEFAULT_VPC_EXISTS("DefaultVpcAlreadyExists", 400),
    DEPENDENCY_VIOLATION("DependencyViolation", 400),
    INVALID_KEY_PAIR("InvalidKeyPair.NotFound", 400),
    INVALID_KEY_PAIR_DUPLICATE("InvalidKeyPair.Duplicate", 400),
    INVALID_KEY_FORMAT("InvalidKey.Format", 400),
    REQUEST_LIMIT_EXCEEDED("RequestLimitExceeded", 503),
    INSTANCE_LIMIT_EXCEEDED("InstanceLimitExceeded", 400),
    VCPU_LIMIT_EXCEEDED("VcpuLimitExceeded", 400),
    INSUFFICIENT_INSTANCE_CAPACITY("InsufficientInstanceCapacity", 500),
    INSUFFICIENT_FREE_ADDRESSES("InsufficientFreeAddressesInSubnet", 400),
    INTERNAL_ERROR("InternalError", 500),
    UNAVAILABLE("Unavailable", 503);

    private final String code;
    private final int status;

    Ec2Error(String code, int status) {
        this.code = code;
        this.status = status;
    }

    /// As it stands in the answer's `Code`.
    public String code() {
        return code;
    }

    /// The HTTP status.
    public int status() {
        return status;
    }

    /// The failure to throw in an action.
    Ec2Failure because(String message) {
        return new Ec2Failure(this, message);
    }
}
