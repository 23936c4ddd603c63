package ai.matey.autoconfigure.together.middleware;

import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.ir.ListModelsOptions;

/**
 * Fetches the lists of models for clients that enable the check, once the application has
 * started. Startup neither waits for the lists nor depends on them.
 */
final class ModelStartupCheck implements ApplicationListener<ApplicationStartedEvent>, DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(ModelStartupCheck.class);

	private final TogetherProperties properties;

	private final Supplier<Stream<TogetherAIBackendAdapter>> adapters;

	private final Queue<CompletableFuture<?>> running = new ConcurrentLinkedQueue<>();

	ModelStartupCheck(TogetherProperties properties, Supplier<Stream<TogetherAIBackendAdapter>> adapters) {
		this.properties = properties;
		this.adapters = adapters;
	}

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		this.adapters.get().filter(this::isWanted).map(ModelStartupCheck::check).forEach(this.running::add);
	}

	@Override
	public void destroy() {
		this.running.forEach((check) -> check.cancel(true));
	}

	private boolean isWanted(TogetherAIBackendAdapter adapter) {
		return Boolean.TRUE.equals(ClientSettings.of(adapter.clientName(), this.properties).models().checkAtStartup());
	}

	private static CompletableFuture<?> check(TogetherAIBackendAdapter adapter) {
		return adapter.listModels(ListModelsOptions.ALL)
			.doOnError(
					(failure) -> logger.warn("The list of models of Together AI client '{}' could not be fetched: {}",
							adapter.clientName(), failure.getMessage()))
			.toFuture();
	}

}
