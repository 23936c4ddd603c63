package ai.matey.autoconfigure.together;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;

/**
 * Reads the key from a file for every call, since a mounted secret may change while the
 * application runs and not every file system reports changes. The file is not read on the
 * caller's thread.
 */
final class ApiKeyFile implements TogetherApiKeySupplier {

	/** No key is that long, so a larger file is not a key file. */
	private static final int MAX_SIZE = 16 * 1024;

	private final Path file;

	private final String client;

	private final String property;

	ApiKeyFile(Path file, String client, String property) {
		this.file = file;
		this.client = client;
		this.property = property;
	}

	@Override
	public Mono<String> apiKey() {
		return Mono.fromCallable(this::read).subscribeOn(Schedulers.boundedElastic());
	}

	private String read() {
		String key;
		try {
			if (Files.size(this.file) > MAX_SIZE) {
				throw failure(ErrorCode.INVALID_API_KEY, "is too large to be a key file", null);
			}
			key = Files.readString(this.file, StandardCharsets.ISO_8859_1).strip();
		}
		catch (IOException ex) {
			throw failure(ErrorCode.MISSING_API_KEY, "could not be read", ex);
		}
		if (key.isEmpty()) {
			throw failure(ErrorCode.MISSING_API_KEY, "is empty", null);
		}
		if (!key.chars().allMatch((c) -> c > ' ' && c < 127)) {
			throw failure(ErrorCode.INVALID_API_KEY, "contains more than a key", null);
		}
		return key;
	}

	private AuthenticationException failure(ErrorCode code, String problem, @Nullable IOException cause) {
		return new AuthenticationException(code, false,
				"The file '" + this.file + "' of " + this.property + " " + problem + "; nothing was sent.",
				ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null).withClient(this.client), cause);
	}

}
