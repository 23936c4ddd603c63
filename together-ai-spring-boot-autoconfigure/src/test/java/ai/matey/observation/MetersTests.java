package ai.matey.observation;

import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import io.micrometer.core.instrument.search.MeterNotFoundException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class MetersTests {

	private static final String DURATION = "gen_ai.client.operation.duration";

	private static final String FIRST_CHUNK = "gen_ai.client.operation.time_to_first_chunk";

	private static final String PER_CHUNK = "gen_ai.client.operation.time_per_output_chunk";

	private static final String[] TAGS = { "gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model",
			"gen_ai.response.model", "server.address", "error.type", "outcome" };

	@Test
	void aPlainCallHasDurationAndTokensButNoTimesOfChunks(FakeTogether fake) {
		fake.enqueue(Reply.text("Hi there").usage(7, 3));
		try (Observed observed = new Observed(fake)) {
			observed.ask();
			Timer duration = observed.timer(DURATION, "outcome", "success", "gen_ai.request.model", Observed.MODEL);
			assertThat(duration.count()).isEqualTo(1);
			assertThat(duration.totalTime(TimeUnit.SECONDS)).isBetween(0.0001, 5.0);
			assertThat(duration.getId().getTags()).extracting(Tag::getKey).containsExactlyInAnyOrder(TAGS);
			assertThat(observed.tokens("input", "false")).isEqualTo(7);
			assertThat(observed.tokens("output", "false")).isEqualTo(3);
			assertThat(observed.meters.find(FIRST_CHUNK).meters()).isEmpty();
			assertThat(observed.meters.find(PER_CHUNK).meters()).isEmpty();
			assertThat(observed.gauge("together.client.streams.active", "client", "default")).isZero();
		}
	}

	@Test
	void aStreamHasTimesOfItsChunks(FakeTogether fake) {
		fake.enqueue(Reply.stream()
			.delay(Duration.ofMillis(300))
			.pace(Duration.ofMillis(40))
			.tokens("one two three four five six")
			.finish("stop")
			.usage(5, 6)
			.done());
		try (Observed observed = new Observed(fake)) {
			long chunks = observed.stream().stream().filter((chunk) -> chunk instanceof IRStreamChunk.Content).count();
			Timer first = observed.timer(FIRST_CHUNK, "outcome", "success", "gen_ai.response.model", Observed.MODEL);
			assertThat(first.count()).isEqualTo(1);
			assertThat(first.totalTime(TimeUnit.MILLISECONDS)).isBetween(299.0, 900.0);
			Timer gaps = observed.timer(PER_CHUNK, "outcome", "success", "gen_ai.response.model", Observed.MODEL);
			assertThat(gaps.count()).isEqualTo(chunks - 1);
			assertThat(gaps.totalTime(TimeUnit.MILLISECONDS)).isBetween(40.0 * (chunks - 2), 40.0 * (chunks - 1) + 600);
			assertThat(first.getId().getTags()).extracting(Tag::getKey).containsExactlyInAnyOrder(TAGS);
			assertThat(gaps.getId().getTags()).extracting(Tag::getKey).containsExactlyInAnyOrder(TAGS);
			assertThat(observed.tokens("input", "false")).isEqualTo(5);
			assertThat(observed.tokens("output", "false")).isEqualTo(6);
		}
	}

	@Test
	void histogramsHaveTheBucketsOfTheConventions(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.stream();
			assertThat(buckets(observed.timer(DURATION))).startsWith(0.01, 0.02, 0.04)
				.endsWith(40.96, 81.92)
				.hasSize(14);
			assertThat(buckets(observed.timer(FIRST_CHUNK))).hasSize(14);
			assertThat(observed.meters.get("gen_ai.client.token.usage").summary().takeSnapshot().histogramCounts())
				.extracting(CountAtBucket::bucket)
				.startsWith(1.0, 4.0, 16.0)
				.hasSize(14);
		}
	}

	@Test
	void tellsCachedAndReasoningTokensBesideTheOthers(FakeTogether fake) {
		fake.enqueue(Reply.json("""
				{"id":"a","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
				"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}],
				"usage":{"prompt_tokens":20,"completion_tokens":9,"total_tokens":29,
				"prompt_tokens_details":{"cached_tokens":16},"completion_tokens_details":{"reasoning_tokens":4}}}"""));
		try (Observed observed = new Observed(fake)) {
			observed.ask();
			assertThat(observed.tokens("input", "false")).isEqualTo(20);
			assertThat(observed.tokens("cached", "false")).isEqualTo(16);
			assertThat(observed.tokens("output", "false")).isEqualTo(9);
			assertThat(observed.tokens("reasoning", "false")).isEqualTo(4);
		}
	}

	@Test
	void aCancelledStreamHasEstimatedTokensAndRunsNoLonger(FakeTogether fake) {
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(5)).endless("word "));
		try (Observed observed = new Observed(fake)) {
			Double active = observed.chunks()
				.skip(3)
				.map((chunk) -> observed.gauge("together.client.streams.active", "client", "default"))
				.blockFirst(Observed.TIMEOUT);
			assertThat(active).isEqualTo(1);
			assertThat(observed.gauge("together.client.streams.active", "client", "default")).isZero();
			assertThat(observed.timer(DURATION, "outcome", "cancelled", "error.type", "none").count()).isEqualTo(1);
			assertThat(observed.timer(FIRST_CHUNK, "outcome", "cancelled").count()).isEqualTo(1);
			assertThat(observed.tokens("output", "true")).isEqualTo(3);
			assertThatExceptionOfType(MeterNotFoundException.class).isThrownBy(() -> observed.tokens("input", "true"));
		}
	}

	@Test
	void aStreamThatFailsBeforeItsFirstChunkHasNoTimesOfChunks(FakeTogether fake) {
		fake.enqueue(Reply.status(402).error("credit_limit", "Add credit"));
		try (Observed observed = new Observed(fake)) {
			assertThatExceptionOfType(AuthorizationException.class).isThrownBy(observed::stream);
			assertThat(observed.timer(DURATION, "outcome", "error", "error.type", "quota_exceeded").count())
				.isEqualTo(1);
			assertThat(observed.meters.find(FIRST_CHUNK).meters()).isEmpty();
			assertThat(observed.meters.find("gen_ai.client.token.usage").meters()).isEmpty();
			assertThat(observed.gauge("together.client.streams.active")).isZero();
		}
	}

	@Test
	void countsRetriesByReason(FakeTogether fake) {
		fake.enqueue(Reply.reset(), Reply.status(503).error("service_unavailable", "Full"));
		try (Observed observed = new Observed(fake)) {
			observed.models.keep(Observed.MODEL);
			observed.ask();
			assertThat(observed.count("together.client.retries", "client", "default", "model", Observed.MODEL, "reason",
					"provider_overloaded"))
				.isEqualTo(1);
			assertThat(observed.count("together.client.retries", "reason", "network_error")).isEqualTo(1);
			assertThat(observed.timer(DURATION).count()).isEqualTo(1);
		}
	}

	@Test
	void countsEachRejectedAttemptAndShowsTheLimits(FakeTogether fake) {
		fake.enqueue(3,
				Reply.status(429)
					.header("x-ratelimit-limit", "10")
					.header("x-ratelimit-remaining", "0.5")
					.header("x-ratelimit-limit-tokens", "3000")
					.header("x-ratelimit-remaining-tokens", "0")
					.header("x-ratelimit-reset", "5")
					.header("retry-after-ms", "1")
					.error("rate_limit", "Slow down"));
		try (Observed observed = new Observed(fake)) {
			observed.models.keep(Observed.MODEL);
			assertThatExceptionOfType(RateLimitException.class).isThrownBy(observed::ask);
			assertThat(observed.count("together.client.ratelimit.rejected", "client", "default", "model",
					Observed.MODEL, "reason", "tokens"))
				.isEqualTo(3);
			assertThat(observed.count("together.client.retries", "reason", "rate_limit_exceeded")).isEqualTo(2);
			String[] requests = { "client", "default", "model", Observed.MODEL, "kind", "requests" };
			String[] tokens = { "client", "default", "model", Observed.MODEL, "kind", "tokens" };
			assertThat(observed.gauge("together.client.ratelimit.limit", requests)).isEqualTo(10);
			assertThat(observed.gauge("together.client.ratelimit.remaining", requests)).isEqualTo(0.5);
			assertThat(observed.gauge("together.client.ratelimit.limit", tokens)).isEqualTo(3000);
			assertThat(observed.gauge("together.client.ratelimit.remaining", tokens)).isZero();
			assertThat(observed.gauge("together.client.ratelimit.reset", requests)).isBetween(1.0, 5.0);
			KnownRateLimits.Entry known = observed.limits.find("default", Observed.MODEL);
			assertThat(known).isNotNull();
			assertThat(known.limits().retryAfter()).isEqualTo(Duration.ofMillis(1));
		}
	}

	@Test
	void aCallThatWasRefusedBeforeItWasSentIsNoRejectionOfTheProvider() {
		MeterRegistry registry = new SimpleMeterRegistry();
		BoundedNames models = new BoundedNames(10);
		BackendMeters meters = new BackendMeters(registry, "together.client",
				new KnownRateLimits(Clock.systemUTC(), KnownRateLimits.DEFAULT_TTL, models), models);
		BackendCall call = BackendCall.of("default", BackendCall.Operation.CHAT, Observed.MODEL);
		meters.finished(call, BackendListener.Outcome.ERROR, new RateLimitException(RateLimitException.Kind.REQUESTS,
				Duration.ofSeconds(40), "The queue is full.", ErrorDetails.of("together_ai", Observed.MODEL), null));
		assertThat(registry.find("together.client.ratelimit.rejected").counter()).isNull();
	}

	@Test
	void countsARejectionInsideA200Answer(FakeTogether fake) {
		fake.enqueue(Reply.stream().errorEvent("rate_limit", "Slow down"), Reply.text("Hi"));
		try (Observed observed = new Observed(fake)) {
			observed.stream();
			assertThat(observed.count("together.client.ratelimit.rejected")).isEqualTo(1);
			assertThat(observed.count("together.client.retries", "reason", "rate_limit_exceeded")).isEqualTo(1);
		}
	}

	@Test
	void foldsModelsBeyondTheLimit(FakeTogether fake) {
		fake.enqueue(5, Reply.text("Hi"));
		try (Observed observed = new Observed(fake)) {
			ChatMiddleware middleware = new ObservationChatMiddleware(
					GenAiObserver.builder(observed.observations).models(new BoundedNames(3)).build());
			Bridge bridge = Bridge.builder(observed.adapter).middleware(middleware).build();
			for (int i = 0; i < 5; i++) {
				bridge.chat(IRChatRequest.of("Hi").mutate().model("model-" + i).build()).block(Observed.TIMEOUT);
			}
			assertThat(observed.meters.find(DURATION).timers())
				.extracting((timer) -> timer.getId().getTag("gen_ai.request.model") + " " + timer.count())
				.containsExactlyInAnyOrder("model-0 1", "model-1 1", "model-2 1", "other 2");
			TestObservationRegistryAssert.assertThat(observed.observations)
				.hasAnObservationWithAKeyValue("gen_ai.request.model", "model-4");
		}
	}

	/**
	 * Refused by the server, refused before anything is sent, failed inside a stream,
	 * rejected for a limit, cancelled, or far too long.
	 */
	@Test
	void namesEarnATagByASuccessOnly(FakeTogether fake) {
		fake.when((request) -> request.body().contains("not-available"))
			.always(Reply.status(404).error("invalid_request_error", "No such model", "model_not_available"));
		fake.when((request) -> request.body().contains("in-stream"))
			.always(Reply.stream().errorEvent("invalid_request_error", "No such model"));
		fake.when((request) -> request.body().contains("limited"))
			.always(Reply.status(429).header("x-ratelimit-limit", "10").error("rate_limit", "Slow down"));
		fake.when((request) -> request.body().contains("endless")).always(Reply.stream().endless("word "));
		try (Observed observed = new Observed(fake)) {
			for (int i = 0; i < 30; i++) {
				failing(observed, "not-available-" + i);
				failing(observed, "in-stream-" + i);
				failing(observed, "limited-" + i);
				observed.bridge.chatStream(chat("endless-" + i)).take(3).blockLast(Observed.TIMEOUT);
				observed.bridge.chat(chat("refused-" + i).mutate().parameters((all) -> all.temperature(-1.0)).build())
					.onErrorComplete()
					.block(Observed.TIMEOUT);
			}
			observed.ask();
			assertThat(modelTags(observed)).containsOnly("none", "other", Observed.MODEL);
			assertThat(observed.limits.findAll()).extracting(KnownRateLimits.Entry::model).containsExactly("other");
			assertThat(observed.timer(DURATION, "gen_ai.request.model", Observed.MODEL).count()).isEqualTo(1);
			assertThat(observed.monitor.status("default").recentErrors())
				.allSatisfy((failure) -> assertThat(failure.model()).hasSizeLessThan(300));
		}
	}

	@Test
	void theGaugeOfOtherModelsShowsWhatWasToldLast(FakeTogether fake) {
		for (String first : List.of("a", "b")) {
			try (Observed observed = new Observed(fake)) {
				for (String model : List.of(first, first.equals("a") ? "b" : "a", "b")) {
					fake.enqueue(3,
							Reply.status(429)
								.header("x-ratelimit-limit", model.equals("a") ? "1" : "2")
								.header("retry-after-ms", "1")
								.error("rate_limit", "Slow down"));
					failing(observed, model);
				}
				assertThat(observed.gauge("together.client.ratelimit.limit", "model", "other")).isEqualTo(2);
			}
		}
	}

	@Test
	void aFirstSuccessShowsTheLimitsOfItsModel(FakeTogether fake) {
		fake.enqueue(Reply.stream()
			.header("x-ratelimit-limit", "10")
			.header("x-ratelimit-remaining", "9")
			.tokens("Hi")
			.finish("stop")
			.done());
		try (Observed observed = new Observed(fake)) {
			observed.stream();
			assertThat(observed.gauge("together.client.ratelimit.remaining", "model", Observed.MODEL)).isEqualTo(9);
			assertThat(observed.limits.find("default", Observed.MODEL)).isNotNull();
		}
	}

	private static IRChatRequest chat(String model) {
		return IRChatRequest.of("Hi").mutate().model(model).build();
	}

	private static void failing(Observed observed, String model) {
		List<IRStreamChunk> chunks = observed.bridge.chatStream(chat(model))
			.collectList()
			.onErrorComplete()
			.block(Observed.TIMEOUT);
		assertThat(chunks).isNull();
	}

	private static Set<String> modelTags(Observed observed) {
		return observed.meters.getMeters()
			.stream()
			.flatMap((meter) -> meter.getId().getTags().stream())
			.filter((tag) -> tag.getKey().endsWith("model"))
			.map(Tag::getValue)
			.collect(Collectors.toSet());
	}

	@Test
	void holdsNeitherKeyNorPrompt(FakeTogether fake) {
		fake.enqueue(Reply.status(429).error("rate_limit", "about Hello! with " + Observed.KEY), Reply.text("Hi"));
		try (Observed observed = new Observed(fake)) {
			observed.ask();
			assertThat(observed.meters.getMeters()).extracting(Meter::getId)
				.extracting(Object::toString)
				.noneMatch((id) -> id.contains("Hello") || id.contains(Observed.KEY));
			assertThat(observed.limits.find("default", Observed.MODEL)).isNull();
		}
	}

	private static double[] buckets(Timer timer) {
		return Arrays.stream(timer.takeSnapshot().histogramCounts())
			.mapToDouble((bucket) -> bucket.bucket(TimeUnit.SECONDS))
			.toArray();
	}

}
