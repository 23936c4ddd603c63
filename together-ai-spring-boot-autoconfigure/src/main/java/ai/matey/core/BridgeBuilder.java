package ai.matey.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

import ai.matey.adapter.BackendAdapter;

/**
 * Builds a {@link Bridge}. Not thread-safe.
 */
public final class BridgeBuilder {

	private final BackendAdapter backend;

	private final List<ChatMiddleware> middleware = new ArrayList<>();

	BridgeBuilder(BackendAdapter backend) {
		this.backend = Objects.requireNonNull(backend, "backend must not be null");
	}

	/**
	 * Adds middleware. The first one added is the first to see a request and the last to
	 * see its answer.
	 * @param middleware the middleware in order
	 * @return this builder
	 */
	public BridgeBuilder middleware(ChatMiddleware... middleware) {
		return middleware(Arrays.asList(middleware));
	}

	/**
	 * Adds middleware.
	 * @param middleware the middleware in order
	 * @return this builder
	 */
	public BridgeBuilder middleware(List<? extends ChatMiddleware> middleware) {
		this.middleware.addAll(middleware);
		return this;
	}

	/**
	 * Builds the bridge.
	 * @return the bridge
	 */
	public Bridge build() {
		return new DefaultBridge(this.backend, List.copyOf(this.middleware));
	}

}
