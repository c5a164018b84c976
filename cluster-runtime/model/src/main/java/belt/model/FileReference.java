package belt.model;

/// A secret or config as a task's file.
///
/// @param id of the secret or config
/// @param name its name
/// @param target file name or path
/// @param uid owner
/// @param gid group
/// @param mode permission bits
public record FileReference(
        String id, String name, String target, String uid, String gid, long mode) {}
