/**
 * What a call does when the server, the network or the caller misbehaves: over HTTP,
 * through the public API.
 */
@NullMarked
package ai.matey.backend.together.faults;

import org.jspecify.annotations.NullMarked;
