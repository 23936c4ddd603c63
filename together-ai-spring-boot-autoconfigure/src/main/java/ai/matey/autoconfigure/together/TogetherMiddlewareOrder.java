package ai.matey.autoconfigure.together;

import org.springframework.core.Ordered;

/**
 * The order in which the middleware of a bridge sees a request, from the caller to the
 * server:
 * <ol>
 * <li>{@link ai.matey.core.ChatMiddleware} beans below {@link #OBSERVATION}, which call
 * the model several times</li>
 * <li>the observation, once for each call</li>
 * <li>all other {@code ChatMiddleware} beans in their order, then middleware added by
 * {@link BridgeCustomizer} beans</li>
 * <li>{@link #ALIASES}: the following middleware is called for each attempted model</li>
 * <li>{@link #CACHE}: after everything that changes a request, since the cache key
 * depends on the whole request</li>
 * <li>{@link #BUDGET}: counts only what is sent</li>
 * </ol>
 * The last three are created by {@link TogetherMiddlewareFactory} beans, which are only
 * ordered among themselves. Retries and pacing are part of the adapter, after all of
 * them.
 *
 * @since 0.1.0
 */
public final class TogetherMiddlewareOrder {

	/** The order of the observation among {@code ChatMiddleware} beans. */
	public static final int OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 1000;

	/** The order of aliases among {@link TogetherMiddlewareFactory} beans. */
	public static final int ALIASES = 1000;

	/** The order of the response cache among {@link TogetherMiddlewareFactory} beans. */
	public static final int CACHE = 2000;

	/** The order of the budget among {@link TogetherMiddlewareFactory} beans. */
	public static final int BUDGET = 3000;

	private TogetherMiddlewareOrder() {
	}

}
