package ai.matey.autoconfigure.together.actuate;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
class TogetherEndpointTests {

	private static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void showsClientsLimitsErrorsAndModels(FakeTogether fake) {
		fake.enqueue(Reply.status(429)
			.header("x-ratelimit-limit", "10")
			.header("x-ratelimit-remaining", "0")
			.header("retry-after", "60")
			.error("rate_limit", "You asked Hello! with " + ObservedContexts.KEY));
		ObservedContexts.runner(fake).withPropertyValues("together.default-model=" + MODEL).run((context) -> {
			call(context);
			String text = JSON.writeValueAsString(clients(context));
			JsonNode client = JSON.readTree(text).path("clients").path("default");
			assertThat(client.path("host").asString()).isEqualTo("localhost");
			assertThat(client.path("activeStreams").asInt()).isZero();
			assertThat(client.path("problem").path("kind").asString()).isEqualTo("THROTTLED");
			JsonNode limit = client.path("limits").path(0);
			assertThat(limit.path("model").asString()).isEqualTo(MODEL);
			assertThat(limit.path("limits").path("requests").path("limit").asDouble()).isEqualTo(10);
			JsonNode error = client.path("recentErrors").path(0);
			assertThat(error.propertyNames()).containsExactlyInAnyOrder("time", "operation", "model", "type", "code",
					"status", "requestId");
			assertThat(error.path("type").asString()).isEqualTo("RateLimitException");
			assertThat(error.path("code").asString()).isEqualTo("RATE_LIMIT_EXCEEDED");
			assertThat(error.path("status").asInt()).isEqualTo(429);
			assertThat(error.path("requestId").asString()).isEqualTo("fake-error");
			assertThat(client.path("models").path("fetchedAt").isNull()).isTrue();
			assertThat(text).doesNotContain("Hello", ObservedContexts.KEY, "You asked");
		});
	}

	@Test
	void tellsClientsApart(FakeTogether fake) {
		fake.enqueue(Reply.status(402).error("credit_limit", "No credit"));
		ObservedContexts.runner(fake)
			.withPropertyValues("together.clients.fast.default-model=" + MODEL)
			.run((context) -> {
				BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class, "fast")
					.chat(IRChatRequest.of("Hello!"))
					.onErrorComplete()
					.block(ObservedContexts.TIMEOUT);
				call(context);
				Map<String, TogetherEndpoint.ClientDescriptor> clients = clients(context).clients();
				assertThat(clients).containsOnlyKeys("default", "fast");
				assertThat(clients.get("default").problem()).isNull();
				assertThat(clients.get("default").recentErrors()).isEmpty();
				assertThat(clients.get("fast").problem()).isNotNull();
				assertThat(clients.get("fast").recentErrors()).hasSize(1);
			});
	}

	@Test
	void countsRunningStreams(FakeTogether fake) {
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(5)).endless("word "));
		ObservedContexts.runner(fake).run((context) -> {
			Integer active = context.getBean(Bridge.class)
				.chatStream(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
				.concatMap((chunk) -> endpoint(context).clients())
				.map((clients) -> Objects.requireNonNull(clients.clients().get("default")).activeStreams())
				.blockFirst(ObservedContexts.TIMEOUT);
			assertThat(active).isEqualTo(1);
			assertThat(client(context).activeStreams()).isZero();
		});
	}

	@Test
	void refreshesTheListOfModels(FakeTogether fake) {
		ObservedContexts.runner(fake).run((context) -> {
			TogetherEndpoint.Refresh refresh = refresh(context);
			assertThat(refresh.models()).isPositive();
			assertThat(refresh.error()).isNull();
			refresh(context);
			assertThat(fake.requests()).hasSize(2);
			assertThat(client(context).models().fetchedAt()).isNotNull();
			assertThat(client(context).models().age()).isBetween(Duration.ZERO, ObservedContexts.TIMEOUT);
		});
	}

	@Test
	void saysWhyTheListOfModelsCouldNotBeRefreshed(FakeTogether fake) {
		fake.enqueue(Reply.status(401).error("invalid_api_key", "Wrong " + ObservedContexts.KEY));
		ObservedContexts.runner(fake)
			.run((context) -> assertThat(refresh(context))
				.isEqualTo(new TogetherEndpoint.Refresh(null, null, null, ErrorCode.INVALID_API_KEY)));
	}

	@Test
	void isNotThereUnlessExposed(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).doesNotHaveBean(TogetherEndpoint.class));
	}

	@Test
	void isNotThereWithoutTheActuator(FakeTogether fake) {
		ObservedContexts.plain(fake)
			.withClassLoader(new FilteredClassLoader(Endpoint.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TogetherEndpointAutoConfiguration.class));
	}

	private static TogetherEndpoint endpoint(AssertableApplicationContext context) {
		return context.getBean(TogetherEndpoint.class);
	}

	private static TogetherEndpoint.TogetherDescriptor clients(AssertableApplicationContext context) {
		return Objects.requireNonNull(endpoint(context).clients().block(ObservedContexts.TIMEOUT));
	}

	private static TogetherEndpoint.ClientDescriptor client(AssertableApplicationContext context) {
		return Objects.requireNonNull(clients(context).clients().get("default"));
	}

	private static TogetherEndpoint.Refresh refresh(AssertableApplicationContext context) {
		return Objects.requireNonNull(endpoint(context).refreshModels().block(ObservedContexts.TIMEOUT))
			.clients()
			.get("default");
	}

	private static void call(AssertableApplicationContext context) {
		context.getBean(Bridge.class)
			.chat(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
			.onErrorComplete()
			.block(ObservedContexts.TIMEOUT);
	}

}
