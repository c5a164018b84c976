package belt.cli.join;

import belt.core.ProblemCode;

/// What keeps machines from joining by themselves.
public enum JoinProblem implements ProblemCode {
    NOT_JOINED(
            "join.not-joined",
            "Read what the machine did: belt ssh NODE -- cat /var/log/belt/join.log"),
    WAITS("join.waits-for-approval", "Let the node in with belt node accept NODE"),
    NOT_TOGETHER("join.not-together", "Leave one of the two options out"),
    OTHER_ADDRESS(
            "join.other-address",
            "Find out who that is before letting it in; belt node rm NODE throws it out");

    private final String id;
    private final String fix;

    JoinProblem(String id, String fix) {
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
