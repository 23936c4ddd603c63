package ai.matey.autoconfigure.together;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

import ai.matey.autoconfigure.together.http.ServerAddress;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;

/**
 * Chooses the source of a client's key in the order documented by
 * {@link TogetherApiKeySupplier}. A supplier for all clients neither overrides the key of
 * a single client nor is called for a client of another server.
 */
final class ApiKeySuppliers {

	private final ListableBeanFactory beanFactory;

	private final TogetherConnectionDetails details;

	private final Set<String> clients;

	ApiKeySuppliers(ListableBeanFactory beanFactory, TogetherConnectionDetails details, Set<String> clients) {
		this.beanFactory = beanFactory;
		this.details = details;
		this.clients = clients;
	}

	/**
	 * Set the key of a client.
	 * @param client the name of the client
	 * @param builder the builder of the client
	 * @return how to fix a missing key, or {@code null} if there is a key or a supplier
	 */
	@Nullable String apply(String client, TogetherAIBackendAdapterBuilder builder) {
		TogetherConnectionDetails own = this.clients.contains(client) ? this.details.forClient(client) : this.details;
		TogetherApiKeySupplier supplier = supplier(client, own);
		if (supplier != null) {
			builder.apiKeySupplier(supplier);
			return null;
		}
		Path file = own.getApiKeyFile();
		if (file != null && !file.toString().isBlank()) {
			String property = file.equals(this.details.getApiKeyFile()) ? "together.api-key-file"
					: property(client, "api-key-file");
			builder.apiKeySupplier(new ApiKeyFile(file, client, property));
			return Files.isReadable(file) ? null : "The file '" + file + "' of " + property + " cannot be read yet.";
		}
		String key = own.getApiKey();
		builder.apiKey(key);
		if (builder.settings().apiKeySet()) {
			return null;
		}
		String advice = advice(client, own);
		if (key != null && !key.isBlank()) {
			advice = "Its value is a placeholder that could not be resolved. " + advice;
		}
		String message = "No API key is set for Together AI client '" + client + "'; nothing was sent. " + advice;
		builder.apiKeySupplier(() -> Mono.error(() -> missing(client, message)));
		return advice;
	}

	private @Nullable TogetherApiKeySupplier supplier(String client, TogetherConnectionDetails own) {
		if (!supplierNames(Set.of(client)).isEmpty()) {
			return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, TogetherApiKeySupplier.class,
					client);
		}
		if (this.clients.contains(client) && (!sameKey(own) || !sharesKey(own))) {
			return null;
		}
		List<String> general = new ArrayList<>(
				List.of(this.beanFactory.getBeanNamesForType(TogetherApiKeySupplier.class)));
		general.removeAll(supplierNames(this.clients));
		general.removeAll(supplierNames(Set.of(TogetherClients.DEFAULT)));
		return switch (general.size()) {
			case 0 -> null;
			case 1 -> this.beanFactory.getBean(general.get(0), TogetherApiKeySupplier.class);
			default -> this.beanFactory.getBean(TogetherApiKeySupplier.class);
		};
	}

	private boolean sameKey(TogetherConnectionDetails own) {
		return Objects.equals(own.getApiKey(), this.details.getApiKey())
				&& Objects.equals(own.getApiKeyFile(), this.details.getApiKeyFile());
	}

	private boolean sharesKey(TogetherConnectionDetails own) {
		return ServerAddress.of(own.getBaseUrl()).sharesKeyWith(ServerAddress.of(this.details.getBaseUrl()));
	}

	private List<String> supplierNames(Set<String> qualifiers) {
		if (qualifiers.isEmpty()) {
			return List.of();
		}
		return Arrays.stream(this.beanFactory.getBeanNamesForType(TogetherApiKeySupplier.class))
			.filter((name) -> BeanFactoryAnnotationUtils.isQualifierMatch(qualifiers::contains, name, this.beanFactory))
			.toList();
	}

	private String advice(String client, TogetherConnectionDetails own) {
		if (!this.clients.contains(client)) {
			return "Set together.api-key, or TOGETHER_API_KEY in the environment.";
		}
		String property = property(client, "api-key");
		if (sharesKey(own)) {
			return "Set " + property + ", or together.api-key for all clients.";
		}
		return "Set " + property + ": a key goes to no other server by itself, and this client's is "
				+ ServerAddress.of(own.getBaseUrl()).host() + ". If it takes the key of together.api-key, set "
				+ property + "=${together.api-key}.";
	}

	private String property(String client, String name) {
		return this.clients.contains(client) ? "together.clients." + client + "." + name : "together." + name;
	}

	private static AuthenticationException missing(String client, String message) {
		return new AuthenticationException(ErrorCode.MISSING_API_KEY, false, message,
				ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null).withClient(client), null);
	}

}
