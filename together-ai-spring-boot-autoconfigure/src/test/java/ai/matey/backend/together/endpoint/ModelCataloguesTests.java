package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.adapter.RefusedModels;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.ListModelsResult.Source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tenants with keys of their own share a client, but no list.
 */
class ModelCataloguesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private static final Mono<String> TENANT = Mono
		.deferContextual((context) -> Mono.just("key-of-" + context.get("tenant")));

	private final List<String> requests = new CopyOnWriteArrayList<>();

	/** Lists one model, named after the key. */
	private final DisposableServer server = HttpServer.create().port(0).handle((request, response) -> {
		String key = request.requestHeaders().get("authorization").substring("Bearer ".length());
		this.requests.add(key);
		return key.endsWith("c") ? response.status(401).send() : response.header("content-type", "application/json")
			.sendString(Mono.just("[{\"id\":\"model-of-" + key + "\",\"type\":\"chat\"}]"));
	}).bindNow();

	@AfterEach
	void stop() {
		this.server.disposeNow();
	}

	@Test
	void aTenantSeesNeitherTheListNorTheErrorOfAnother() {
		try (TogetherAIBackendAdapter client = client(TENANT)) {
			assertThat(ids(list(client, "a"))).containsExactly("model-of-key-of-a");
			assertThat(ids(list(client, "b"))).containsExactly("model-of-key-of-b");
			assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> list(client, "c"));
			ListModelsResult again = list(client, "a");
			assertThat(again.source()).isEqualTo(Source.CACHE);
			assertThat(ids(again)).containsExactly("model-of-key-of-a");
			assertThat(this.requests).containsExactly("key-of-a", "key-of-b", "key-of-c");
		}
	}

	@Test
	void aListBelongsToTheKeyThatItWasFetchedWith() {
		AtomicReference<String> next = new AtomicReference<>("a");
		// Another key each time that it is asked
		Mono<String> rotating = Mono.fromSupplier(() -> next.getAndUpdate((key) -> key.equals("a") ? "b" : "a"));
		try (TogetherAIBackendAdapter client = client(rotating)) {
			for (int i = 0; i < 4; i++) {
				assertThat(ids(list(client, "any"))).containsExactly("model-of-" + ((i % 2 == 0) ? "a" : "b"));
			}
			assertThat(this.requests).containsExactly("a", "b");
		}
	}

	@Test
	void aKeyThatDoesNotComeFailsInTime() {
		try (TogetherAIBackendAdapter client = client(Mono.never())) {
			assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> list(client, "a"))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.API_KEY_UNAVAILABLE));
		}
		try (TogetherAIBackendAdapter client = client(Mono.empty())) {
			assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> list(client, "a"))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_API_KEY));
		}
		assertThat(this.requests).isEmpty();
	}

	@Test
	void onlyTheListsOfTheLatestKeysAreKept() {
		Map<String, Integer> fetches = new ConcurrentHashMap<>();
		ModelCatalogues catalogues = new ModelCatalogues(() -> TENANT, null,
				(supplier) -> new ModelCatalogue(supplier.apiKey().map((key) -> {
					fetches.merge(key, 1, Integer::sum);
					return List.<AIModel>of();
				}), Duration.ofHours(1), Clock.systemUTC(), new RefusedModels(Duration.ofHours(1)), (models) -> {
				}));
		for (int i = 0; i < 200; i++) {
			String tenant = String.valueOf(i);
			for (String each : List.of(tenant, "regular")) {
				catalogues.list(ListModelsOptions.ALL)
					.contextWrite((context) -> context.put("tenant", each))
					.block(TIMEOUT);
			}
		}
		assertThat(fetches.get("key-of-regular")).isEqualTo(1);
		assertThat(fetches).hasSize(201);
		catalogues.list(ListModelsOptions.ALL).contextWrite((context) -> context.put("tenant", "0")).block(TIMEOUT);
		assertThat(fetches.get("key-of-0")).isEqualTo(2);
	}

	private TogetherAIBackendAdapter client(Mono<String> key) {
		return TogetherAIBackendAdapter.builder()
			.baseUrl("http://localhost:" + this.server.port())
			.apiKeySupplier(() -> key)
			.deadlines(IRDeadlines.INHERIT.withConnect(Duration.ofMillis(500)))
			.build();
	}

	private static ListModelsResult list(TogetherAIBackendAdapter client, String tenant) {
		return client.listModels(ListModelsOptions.ALL)
			.contextWrite((context) -> context.put("tenant", tenant))
			.block(TIMEOUT);
	}

	private static List<String> ids(ListModelsResult result) {
		return result.models().stream().map(AIModel::id).toList();
	}

}
