/**
 * Chat and text completions: composing them from a request and writing them in the
 * service's formats.
 * <p>
 * Internal: public only because Java has no narrower access between packages, not part of
 * the API and subject to change without notice.
 */
@NullMarked
package ai.matey.test.together.completion;

import org.jspecify.annotations.NullMarked;
