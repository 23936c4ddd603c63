package ai.matey.autoconfigure.together;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.thread.Threading;
import org.springframework.core.env.Environment;
import org.springframework.core.task.VirtualThreadTaskExecutor;
import org.springframework.core.task.support.ExecutorServiceAdapter;
import reactor.core.scheduler.Schedulers;

import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.BridgeBuilder;
import ai.matey.object.ObjectValidator;
import ai.matey.tool.InMemoryToolRunStore;
import ai.matey.tool.ToolInterceptor;
import ai.matey.tool.ToolRunStore;

/**
 * Applies properties and beans for tools and typed responses to bridges.
 */
final class BridgeDefaults {

	private final TogetherProperties properties;

	private final Environment environment;

	private final ObjectProvider<ToolInterceptor> interceptors;

	private final ObjectProvider<ToolRunStore> stores;

	private final ObjectProvider<ObjectValidator> validators;

	BridgeDefaults(TogetherProperties properties, Environment environment, ObjectProvider<ToolInterceptor> interceptors,
			ObjectProvider<ToolRunStore> stores, ObjectProvider<ObjectValidator> validators) {
		this.properties = properties;
		this.environment = environment;
		this.interceptors = interceptors;
		this.stores = stores;
		this.validators = validators;
	}

	void apply(String name, BridgeBuilder builder) {
		ClientSettings settings = ClientSettings.of(name, this.properties);
		try {
			builder.toolSettings(settings.tools())
				.objectSettings(settings.objects())
				.toolRunStore(this.stores.getIfAvailable(() -> new InMemoryToolRunStore(settings.maxPendingRuns())));
		}
		catch (TogetherConfigurationException ex) {
			throw settings.describe(ex);
		}
		this.interceptors.orderedStream().forEach(builder::toolInterceptor);
		this.validators.ifAvailable(builder::objectValidator);
		if (Threading.VIRTUAL.isActive(this.environment)) {
			builder.toolScheduler(Schedulers
				.fromExecutorService(new ExecutorServiceAdapter(new VirtualThreadTaskExecutor("together-tool-"))));
		}
	}

}
