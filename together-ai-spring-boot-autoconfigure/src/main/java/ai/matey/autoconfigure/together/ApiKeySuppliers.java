package ai.matey.autoconfigure.together;

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
 * Chooses where a client gets its key from: a {@link TogetherApiKeySupplier} bean whose
 * qualifier is the client's name, then a key of the client's own, then what the default
 * client uses. So a supplier that is meant for all never hides the key of one, and is
 * never asked for a client of another server.
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
	 * Gives a client its key.
	 * @param client the client's name
	 * @param builder the client's builder
	 * @return what to do about a missing key, or {@code null} if there is one, or
	 * something that may give one
	 */
	@Nullable String apply(String client, TogetherAIBackendAdapterBuilder builder) {
		TogetherConnectionDetails own = this.clients.contains(client) ? this.details.forClient(client) : this.details;
		TogetherApiKeySupplier supplier = supplier(client, own);
		if (supplier != null) {
			builder.apiKeySupplier(supplier);
			return null;
		}
		Path file = own.getApiKeyFile();
		if (file != null) {
			builder.apiKeySupplier(new ApiKeyFile(file));
			return null;
		}
		String key = own.getApiKey();
		if (key != null && !key.isBlank()) {
			builder.apiKey(key);
			return null;
		}
		String advice = advice(client, own);
		builder.apiKeySupplier(() -> Mono.error(() -> missing(advice)));
		return advice;
	}

	private @Nullable TogetherApiKeySupplier supplier(String client, TogetherConnectionDetails own) {
		if (this.clients.contains(client)) {
			if (!supplierNames(Set.of(client)).isEmpty()) {
				return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, TogetherApiKeySupplier.class,
						client);
			}
			if (!sameKey(own) || !sameServer(own)) {
				return null;
			}
		}
		List<String> general = new ArrayList<>(
				List.of(this.beanFactory.getBeanNamesForType(TogetherApiKeySupplier.class)));
		general.removeAll(supplierNames(this.clients));
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

	private boolean sameServer(TogetherConnectionDetails own) {
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
		String property = "together.clients." + client + ".api-key";
		if (sameServer(own)) {
			return "Set " + property + ", or together.api-key for all clients.";
		}
		return "Set " + property + ": a key goes to no other server by itself, and this client's is "
				+ ServerAddress.of(own.getBaseUrl()).host() + ". If it takes the key of together.api-key, set "
				+ property + "=${together.api-key}.";
	}

	private static AuthenticationException missing(String advice) {
		return new AuthenticationException(ErrorCode.MISSING_API_KEY, false,
				"No API key for Together AI is set; nothing was sent. " + advice,
				ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null), null);
	}

}
