/**
 * The service's JSON format and values that match a JSON schema.
 * <p>
 * Internal: public only because Java has no narrower access between packages, not part of
 * the API and subject to change without notice.
 */
@NullMarked
package ai.matey.test.together.json;

import org.jspecify.annotations.NullMarked;
