/// SSH as the rest of belt sees it: sessions on virtual threads with pinned host keys, commands that really end,
/// files that appear whole or not at all, terminals, and remote Unix sockets as byte streams. The only package that
/// knows JSch.
@NullMarked
package belt.provision.ssh;

import org.jspecify.annotations.NullMarked;
