/**
 * Received requests and the scripts of their responses.
 * <p>
 * Internal: public only because Java has no narrower access between packages, not part of
 * the API and subject to change without notice.
 */
@NullMarked
package ai.matey.test.together.script;

import org.jspecify.annotations.NullMarked;
