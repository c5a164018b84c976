package belt.cli.machine;

import belt.cli.output.View;
import belt.cli.term.Tint;
import belt.provider.FirewallPlan;
import belt.provider.FirewallPlan.Kind;
import belt.provider.FirewallRule;
import belt.provider.FirewallRule.Members;
import belt.provider.FirewallRule.Protocol;
import belt.provider.FirewallRule.Source;
import java.util.Locale;

/// A line of a firewall's plan: a rule, or a machine that rules for managers begin or cease to hold for.
///
/// @param kind what happens to it
/// @param port `tcp 22`, `icmp`; `manager` for a machine
/// @param to which machines
/// @param from who is let in
/// @param why what it is for
record WallRow(Kind kind, String port, String to, String from, String why) {
    static WallRow of(FirewallPlan.Change change) {
        FirewallRule rule = change.rule();
        String protocol = rule.protocol().name().toLowerCase(Locale.ROOT);
        String ports =
                rule.fromPort() == rule.toPort()
                        ? " " + rule.fromPort()
                        : " " + rule.fromPort() + "-" + rule.toPort();
        String from =
                switch (rule.from()) {
                    case Source.Cluster(var members) -> members(members);
                    case Source.Range(var cidr) -> cidr;
                };
        return new WallRow(
                change.kind(),
                protocol + (rule.protocol() == Protocol.ICMP ? "" : ports),
                members(rule.to()),
                from,
                rule.why());
    }

    static WallRow manager(Kind kind, String name) {
        return new WallRow(kind, "manager", name, "-", "what is let in to managers");
    }

    private static String members(Members members) {
        return members == Members.ALL ? "members" : "managers";
    }

    static View<WallRow> view() {
        return View.<WallRow>of(
                        "rule", row -> row.port() + " to " + row.to() + " from " + row.from())
                .column("CHANGE", row -> row.kind().name().toLowerCase(Locale.ROOT))
                .tinted(row ->
                        switch (row.kind()) {
                            case ADD -> Tint.GOOD;
                            case KEEP -> Tint.PLAIN;
                            case REMOVE -> Tint.BAD;
                        })
                .column("PORT", WallRow::port)
                .column("TO", WallRow::to)
                .column("FROM", WallRow::from)
                .column("FOR", WallRow::why)
                .unsorted();
    }
}
