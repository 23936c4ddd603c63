/**
 * The HTTP server that records requests and plays scripts.
 * <p>
 * Internal: public only because Java has no narrower access between packages, not part of
 * the API and subject to change without notice.
 */
@NullMarked
package ai.matey.test.together.server;

import org.jspecify.annotations.NullMarked;
