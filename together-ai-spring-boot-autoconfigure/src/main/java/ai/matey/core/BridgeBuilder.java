package ai.matey.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.object.ObjectGenerator;
import ai.matey.object.ObjectSettings;
import ai.matey.object.ObjectValidator;
import ai.matey.tool.InMemoryToolRunStore;
import ai.matey.tool.ToolInterceptor;
import ai.matey.tool.ToolRunStore;
import ai.matey.tool.ToolRunner;
import ai.matey.tool.ToolSettings;

/**
 * Builder for a {@link Bridge}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class BridgeBuilder {

	private final BackendAdapter backend;

	private final List<ChatMiddleware> middleware = new ArrayList<>();

	private final List<ToolInterceptor> toolInterceptors = new ArrayList<>();

	private ToolSettings toolSettings = ToolSettings.DEFAULT;

	private Scheduler toolScheduler = Schedulers.boundedElastic();

	private ToolRunStore toolRunStore = new InMemoryToolRunStore();

	private ObjectSettings objectSettings = ObjectSettings.DEFAULT;

	private ObjectValidator objectValidator = ObjectValidator.NONE;

	BridgeBuilder(BackendAdapter backend) {
		this.backend = Objects.requireNonNull(backend, "backend must not be null");
	}

	/**
	 * Add middleware. The first one added is the first to see a request and the last to
	 * see its response.
	 * @param middleware the middleware in order
	 * @return this builder
	 */
	public BridgeBuilder middleware(ChatMiddleware... middleware) {
		return middleware(Arrays.asList(middleware));
	}

	/**
	 * Add middleware.
	 * @param middleware the middleware in order
	 * @return this builder
	 */
	public BridgeBuilder middleware(List<? extends ChatMiddleware> middleware) {
		this.middleware.addAll(middleware);
		return this;
	}

	/**
	 * Set the settings for runs with tools.
	 * @param settings the settings; by default {@link ToolSettings#DEFAULT}
	 * @return this builder
	 */
	public BridgeBuilder toolSettings(ToolSettings settings) {
		this.toolSettings = Objects.requireNonNull(settings, "settings must not be null");
		return this;
	}

	/**
	 * Set the scheduler that runs tools and validators of typed responses. They may
	 * block, and cancelling interrupts their threads.
	 * @param scheduler the scheduler, which the bridge never disposes of; by default
	 * {@link Schedulers#boundedElastic()}
	 * @return this builder
	 */
	public BridgeBuilder toolScheduler(Scheduler scheduler) {
		this.toolScheduler = Objects.requireNonNull(scheduler, "scheduler must not be null");
		return this;
	}

	/**
	 * Set the store of runs that wait for an approval.
	 * @param store the store; by default an in-memory store, which is not shared with
	 * other instances of the application
	 * @return this builder
	 */
	public BridgeBuilder toolRunStore(ToolRunStore store) {
		this.toolRunStore = Objects.requireNonNull(store, "store must not be null");
		return this;
	}

	/**
	 * Add interceptors for tools. The first one added is the outermost.
	 * @param interceptors the interceptors in order
	 * @return this builder
	 */
	public BridgeBuilder toolInterceptor(ToolInterceptor... interceptors) {
		this.toolInterceptors.addAll(Arrays.asList(interceptors));
		return this;
	}

	/**
	 * Set how typed responses are requested.
	 * @param settings the settings; by default {@link ObjectSettings#DEFAULT}
	 * @return this builder
	 */
	public BridgeBuilder objectSettings(ObjectSettings settings) {
		this.objectSettings = Objects.requireNonNull(settings, "settings must not be null");
		return this;
	}

	/**
	 * Set the validator that checks typed responses in addition to their schema.
	 * @param validator the validator; by default {@link ObjectValidator#NONE}
	 * @return this builder
	 */
	public BridgeBuilder objectValidator(ObjectValidator validator) {
		this.objectValidator = Objects.requireNonNull(validator, "validator must not be null");
		return this;
	}

	/**
	 * Build the bridge.
	 * @return the bridge
	 */
	public Bridge build() {
		MiddlewareChain chat = new MiddlewareChain(this.backend, this.middleware);
		ToolRunner tools = new ToolRunner(chat, this.toolSettings, this.toolScheduler, this.toolRunStore,
				this.toolInterceptors);
		ObjectGenerator objects = new ObjectGenerator(chat, tools, this.objectSettings, this.objectValidator,
				this.toolScheduler);
		return new DefaultBridge(this.backend, chat, tools, objects);
	}

}
