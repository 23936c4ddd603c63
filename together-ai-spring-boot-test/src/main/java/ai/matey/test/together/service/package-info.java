/**
 * The service without faults: authorization, rate limit, models and endpoints.
 * <p>
 * Internal: public only because Java has no narrower access between packages, not part of
 * the API and subject to change without notice.
 */
@NullMarked
package ai.matey.test.together.service;

import org.jspecify.annotations.NullMarked;
