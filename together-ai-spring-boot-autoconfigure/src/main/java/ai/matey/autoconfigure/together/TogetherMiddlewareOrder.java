package ai.matey.autoconfigure.together;

import org.springframework.core.Ordered;

/**
 * In which order the middleware of a bridge sees a request, from the caller to the
 * server:
 * <ol>
 * <li>{@link ai.matey.core.ChatMiddleware} beans below {@link #OBSERVATION}, which ask
 * the model several times</li>
 * <li>the observation: one for each call, whatever happens behind it</li>
 * <li>all other {@code ChatMiddleware} beans by their order, then what
 * {@link BridgeCustomizer} beans add</li>
 * <li>{@link #ALIASES}: each model that is tried passes what follows</li>
 * <li>{@link #CACHE}: behind everything that changes a request, since it must know all of
 * it</li>
 * <li>{@link #BUDGET}: counts what is sent</li>
 * </ol>
 * The last three are made by {@link TogetherMiddlewareFactory} beans, which are ordered
 * among themselves only. Retries and pacing are part of the adapter, behind all of them.
 */
public final class TogetherMiddlewareOrder {

	/** The observation's place among {@code ChatMiddleware} beans. */
	public static final int OBSERVATION = Ordered.HIGHEST_PRECEDENCE + 1000;

	/** The place of aliases among {@link TogetherMiddlewareFactory} beans. */
	public static final int ALIASES = 1000;

	/** The place of the response cache among {@link TogetherMiddlewareFactory} beans. */
	public static final int CACHE = 2000;

	/** The place of the budget among {@link TogetherMiddlewareFactory} beans. */
	public static final int BUDGET = 3000;

	private TogetherMiddlewareOrder() {
	}

}
