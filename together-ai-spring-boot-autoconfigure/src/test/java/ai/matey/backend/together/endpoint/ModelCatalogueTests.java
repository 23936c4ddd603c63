package ai.matey.backend.together.endpoint;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.publisher.TestPublisher;

import ai.matey.backend.together.wire.Json;
import ai.matey.adapter.RefusedModels;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.ListModelsResult.Source;
import ai.matey.ir.ModelCapability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ModelCatalogueTests {

	private static final Instant NOON = Instant.parse("2026-05-31T12:00:00Z");

	private static final AdapterException FAILURE = new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "Full",
			ErrorDetails.of("together_ai", null), null);

	private final AtomicInteger fetches = new AtomicInteger();

	private final AtomicReference<Instant> now = new AtomicReference<>(NOON);

	private final AtomicReference<Mono<List<AIModel>>> answer = new AtomicReference<>(Mono.just(models("a")));

	private final ModelCatalogue catalogue = new ModelCatalogue(Mono.defer(() -> {
		this.fetches.incrementAndGet();
		return this.answer.get();
	}), Duration.ofHours(1), clock(), new RefusedModels(Duration.ofHours(1)), (models) -> {
	});

	@Test
	void isFetchedOnceAndKeptForAWhile() {
		assertThat(this.catalogue.fetchedAt()).isNull();
		assertThat(list(ListModelsOptions.ALL).source()).isEqualTo(Source.REMOTE);
		assertThat(this.catalogue.fetchedAt()).isEqualTo(NOON);
		this.now.set(NOON.plusSeconds(3599));
		ListModelsResult cached = list(ListModelsOptions.ALL);
		assertThat(cached.source()).isEqualTo(Source.CACHE);
		assertThat(cached.fetchedAt()).isEqualTo(NOON);
		assertThat(this.fetches).hasValue(1);
		this.now.set(NOON.plusSeconds(3600));
		assertThat(list(ListModelsOptions.ALL).source()).isEqualTo(Source.REMOTE);
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void aForcedRefreshAsksAgain() {
		list(ListModelsOptions.ALL);
		this.answer.set(Mono.just(models("a", "b")));
		assertThat(list(ListModelsOptions.ALL.refreshed()).models()).hasSize(2);
		assertThat(list(ListModelsOptions.ALL).models()).hasSize(2);
		assertThat(this.fetches).hasValue(2);
	}

	@Test
	void filtersDoNotChangeWhatIsKept() {
		assertThat(list(ListModelsOptions.ofTypes("image")).models()).isEmpty();
		assertThat(list(ListModelsOptions.ofTypes("image", "chat")).models()).hasSize(1);
		assertThat(list(ListModelsOptions.ofCapabilities(ModelCapability.CHAT)).models()).hasSize(1);
		assertThat(list(ListModelsOptions.ofCapabilities(ModelCapability.CHAT, ModelCapability.TOOLS)).models())
			.isEmpty();
		assertThat(this.fetches).hasValue(1);
	}

	@Test
	void callersShareOneFetch() {
		TestPublisher<List<AIModel>> running = fetching();
		AtomicInteger answers = new AtomicInteger();
		this.catalogue.list(ListModelsOptions.ALL).subscribe((result) -> answers.incrementAndGet());
		this.catalogue.list(ListModelsOptions.ALL.refreshed()).subscribe((result) -> answers.incrementAndGet());
		assertThat(this.fetches).hasValue(1);
		running.emit(models("a"));
		assertThat(answers).hasValue(2);
		assertThat(list(ListModelsOptions.ALL).source()).isEqualTo(Source.CACHE);
	}

	@Test
	void oneCallerMayLoseInterest() {
		TestPublisher<List<AIModel>> running = fetching();
		AtomicInteger answers = new AtomicInteger();
		Disposable first = this.catalogue.list(ListModelsOptions.ALL).subscribe();
		this.catalogue.list(ListModelsOptions.ALL).subscribe((result) -> answers.incrementAndGet());
		first.dispose();
		running.assertNotCancelled();
		running.emit(models("a"));
		assertThat(answers).hasValue(1);
	}

	@Test
	void theFetchEndsWithTheInterestOfTheLastCaller() {
		TestPublisher<List<AIModel>> running = fetching();
		Disposable first = this.catalogue.list(ListModelsOptions.ALL).subscribe();
		Disposable second = this.catalogue.list(ListModelsOptions.ALL).subscribe();
		first.dispose();
		second.dispose();
		running.assertCancelled();
		this.answer.set(Mono.just(models("a")));
		assertThat(list(ListModelsOptions.ALL).models()).hasSize(1);
	}

	@Test
	void whoeverHearsOfAResultCanAskAgain() {
		ListModelsResult result = this.catalogue.list(ListModelsOptions.ALL).flatMap((first) -> {
			this.answer.set(Mono.just(models("a", "b")));
			return this.catalogue.list(ListModelsOptions.ALL.refreshed());
		}).block(Duration.ofSeconds(5));
		assertThat(result.models()).hasSize(2);
	}

	@Test
	void anOldListIsServedWithAWarning() {
		list(ListModelsOptions.ALL);
		this.now.set(NOON.plusSeconds(7200));
		this.answer.set(Mono.error(FAILURE));
		ListModelsResult stale = list(ListModelsOptions.ALL);
		assertThat(stale.source()).isEqualTo(Source.STALE);
		assertThat(stale.models()).hasSize(1);
		assertThat(stale.fetchedAt()).isEqualTo(NOON);
		assertThat(stale.warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.category()).isEqualTo(IRWarning.Category.STALE);
			assertThat(warning.message()).contains("PROVIDER_OVERLOADED");
		});
		this.answer.set(Mono.just(models("a", "b")));
		assertThat(list(ListModelsOptions.ALL).source()).isEqualTo(Source.REMOTE);
	}

	@Test
	void withoutAnOldListTheFailureIsTheResult() {
		this.answer.set(Mono.error(FAILURE));
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> list(ListModelsOptions.ALL))
			.isSameAs(FAILURE);
		this.answer.set(Mono.just(models("a")));
		assertThat(list(ListModelsOptions.ALL).models()).hasSize(1);
	}

	private TestPublisher<List<AIModel>> fetching() {
		TestPublisher<List<AIModel>> publisher = TestPublisher.create();
		this.answer.set(publisher.mono());
		return publisher;
	}

	private ListModelsResult list(ListModelsOptions options) {
		return this.catalogue.list(options).block(Duration.ofSeconds(5));
	}

	private static List<AIModel> models(String... ids) {
		return Arrays.stream(ids)
			.map((id) -> ModelReader.read(Json.read("[{\"id\":\"" + id + "\",\"type\":\"chat\"}]")).get(0))
			.toList();
	}

	private Clock clock() {
		return new Clock() {

			@Override
			public ZoneId getZone() {
				return ZoneOffset.UTC;
			}

			@Override
			public Clock withZone(ZoneId zone) {
				return this;
			}

			@Override
			public Instant instant() {
				return ModelCatalogueTests.this.now.get();
			}

		};
	}

}
