package ai.matey.autoconfigure.together;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.springframework.context.SmartLifecycle;

/**
 * A step of the graceful shutdown of the clients, which delays the shutdown of the
 * application. Without it, the event loops would be stopped during running calls, since
 * they stop in phase 0, before any bean is destroyed.
 * <p>
 * The clients are kept if the application is only stopped or paused to be started again.
 */
final class ClientsShutdown implements SmartLifecycle {

	/**
	 * The phase in which Spring Boot's web server waits for active requests, which may
	 * still make calls.
	 */
	static final int DRAIN_PHASE = DEFAULT_PHASE - 1024;

	/** The next phase, when no requests are left that could make calls. */
	static final int CLOSE_PHASE = DRAIN_PHASE - 1;

	private final int phase;

	private final Supplier<CompletableFuture<Void>> step;

	private volatile boolean running;

	/**
	 * Create a step.
	 * @param phase the phase of the step
	 * @param step starts the step and returns a future that completes with it
	 */
	ClientsShutdown(int phase, Supplier<CompletableFuture<Void>> step) {
		this.phase = phase;
		this.step = step;
	}

	@Override
	public int getPhase() {
		return this.phase;
	}

	@Override
	public void start() {
		this.running = true;
	}

	@Override
	public void stop() {
		this.running = false;
	}

	@Override
	public void stop(Runnable callback) {
		stop();
		CompletableFuture<Void> unused = this.step.get().whenComplete((done, failure) -> callback.run());
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public boolean isPauseable() {
		return false;
	}

}
