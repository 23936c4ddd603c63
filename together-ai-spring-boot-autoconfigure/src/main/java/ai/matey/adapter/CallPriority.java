package ai.matey.adapter;

import java.util.function.Function;

import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * The priority of a call that waits for a rate limit: interactive calls overtake batch
 * calls without starving them. A caller sets it in the Reactor context:
 * {@code bridge.chat(request).contextWrite(CallPriority.BATCH)}.
 *
 * @since 0.1.0
 */
public enum CallPriority implements Function<Context, Context> {

	/** Somebody is waiting for the response. This is the default. */
	INTERACTIVE,

	/** Nobody is waiting, so the call may take longer. */
	BATCH;

	/**
	 * Return the priority set in a context.
	 * @param context the context of a call
	 * @return the priority, {@link #INTERACTIVE} if none is set
	 */
	public static CallPriority of(ContextView context) {
		return context.hasKey(CallPriority.class) ? context.get(CallPriority.class) : INTERACTIVE;
	}

	/**
	 * Add this priority to a context.
	 */
	@Override
	public Context apply(Context context) {
		return context.put(CallPriority.class, this);
	}

}
