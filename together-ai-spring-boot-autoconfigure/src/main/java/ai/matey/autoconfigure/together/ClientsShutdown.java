package ai.matey.autoconfigure.together;

import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import org.springframework.context.SmartLifecycle;

/**
 * A step of the orderly end of the clients, which keeps the application from going on
 * with its own end until the step is done. Without it the event loops of the calls would
 * be stopped under them, since they stop in phase 0, before any bean is destroyed.
 * <p>
 * An application that only stops or pauses, to start again, keeps its clients.
 */
final class ClientsShutdown implements SmartLifecycle {

	/**
	 * The phase in which Spring Boot's web server waits for the requests that it serves:
	 * what they ask of the clients goes on.
	 */
	static final int DRAIN_PHASE = DEFAULT_PHASE - 1024;

	/** Right behind: no request is left that could make a call. */
	static final int CLOSE_PHASE = DRAIN_PHASE - 1;

	private final int phase;

	private final Supplier<CompletableFuture<Void>> step;

	private volatile boolean running;

	/**
	 * Create a step.
	 * @param phase the phase in which it is taken
	 * @param step begins the step, and returns what completes when it is done
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
