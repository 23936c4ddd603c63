package ai.matey.autoconfigure.together;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.TogetherApiKeySupplier;

/**
 * Chooses where a client gets its key from: a {@link TogetherApiKeySupplier} bean whose
 * qualifier is the client's name, then a key of the client's own, then what the default
 * client uses. So a supplier that is meant for all never hides the key of one.
 */
final class ApiKeys {

	private final ListableBeanFactory beanFactory;

	private final TogetherConnectionDetails details;

	private final Set<String> clients;

	ApiKeys(ListableBeanFactory beanFactory, TogetherConnectionDetails details, Set<String> clients) {
		this.beanFactory = beanFactory;
		this.details = details;
		this.clients = clients;
	}

	/**
	 * Gives a client its key.
	 * @param client the client's name
	 * @param builder the client's builder
	 * @return whether there is a key, or something that may give one
	 */
	boolean apply(String client, TogetherAIBackendAdapterBuilder builder) {
		TogetherConnectionDetails own = this.clients.contains(client) ? this.details.forClient(client) : this.details;
		TogetherApiKeySupplier supplier = supplier(client, own);
		if (supplier != null) {
			builder.apiKeySupplier(supplier);
			return true;
		}
		Path file = own.getApiKeyFile();
		if (file != null) {
			builder.apiKeySupplier(new ApiKeyFile(file));
			return true;
		}
		String key = own.getApiKey();
		builder.apiKey(key);
		return key != null && !key.isBlank();
	}

	private @Nullable TogetherApiKeySupplier supplier(String client, TogetherConnectionDetails own) {
		if (this.clients.contains(client)) {
			List<String> qualified = supplierNames(client::equals);
			if (!qualified.isEmpty()) {
				return BeanFactoryAnnotationUtils.qualifiedBeanOfType(this.beanFactory, TogetherApiKeySupplier.class,
						client);
			}
			if (!sameKey(own)) {
				return null;
			}
		}
		List<String> general = new ArrayList<>(supplierNames((qualifier) -> true));
		general.removeAll(supplierNames(this.clients::contains));
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

	private List<String> supplierNames(Predicate<String> qualifier) {
		return Arrays.stream(this.beanFactory.getBeanNamesForType(TogetherApiKeySupplier.class))
			.filter((name) -> BeanFactoryAnnotationUtils.isQualifierMatch(qualifier, name, this.beanFactory))
			.toList();
	}

}
