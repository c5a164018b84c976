package belt.cli.migrate;

import belt.provider.Machine;

/// What a Docker Machine record says of its machine, in belt's terms.
///
/// @param provider ours: the cloud's where belt has it and the record holds the cloud's id, else `generic`
/// @param driver Docker Machine's
/// @param id the cloud's own; empty for `generic`
record Source(
        String provider,
        String driver,
        String id,
        String address,
        String user,
        int port,
        String region,
        String size,
        String image) {
    private static final int SSH = 22;

    static Source of(MachineConfig config) {
        String id =
                switch (config.driverName()) {
                    case "digitalocean" -> config.driverText("DropletID");
                    case "amazonec2" -> config.driverText("InstanceId");
                    default -> "";
                };
        String provider =
                id.isEmpty()
                        ? "generic"
                        : config.driverName().equals("amazonec2") ? "aws" : config.driverName();
        String user = config.driverText("SSHUser");
        return new Source(
                provider,
                config.driverName(),
                id,
                config.driverText("IPAddress"),
                user.isEmpty() ? "root" : user,
                config.driverNumber("SSHPort", SSH),
                config.driverText("Region"),
                config.firstOf("Size", "InstanceType"),
                config.firstOf("Image", "AMI"));
    }

    /// Whether a machine that belt knows is this one.
    boolean isSame(Machine machine) {
        return machine.provider().equals(provider)
                && (id.isEmpty() ? machine.addresses().contains(address) : machine.id().equals(id));
    }

    /// What to tell of it.
    String note(String cluster) {
        String where = "in " + cluster + ", " + address;
        if (!id.isEmpty()) {
            return where
                    + ", "
                    + driver
                    + " "
                    + id
                    + "; it carries no tag of belt's, so its removal is the provider's";
        }
        return driver.equals("generic")
                ? where
                : where + ", as a server that you have: belt has no driver " + driver;
    }
}
