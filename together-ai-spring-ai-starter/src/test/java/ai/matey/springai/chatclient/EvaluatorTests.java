package ai.matey.springai.chatclient;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.evaluation.FactCheckingEvaluator;
import org.springframework.ai.chat.evaluation.RelevancyEvaluator;
import org.springframework.ai.document.Document;
import org.springframework.ai.evaluation.EvaluationRequest;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class EvaluatorTests {

	private static final List<Document> FACTS = List.of(new Document("The sky is blue."));

	private final ChatClient.Builder builder;

	private final FakeTogether fake;

	EvaluatorTests(ChatClient.Builder builder, FakeTogether fake) {
		this.builder = builder;
		this.fake = fake;
	}

	@Test
	void relevancyIsJudgedByAModel() {
		RelevancyEvaluator evaluator = RelevancyEvaluator.builder().chatClientBuilder(this.builder).build();
		EvaluationRequest request = new EvaluationRequest("What colour is the sky?", FACTS, "Blue.");
		this.fake.enqueue(Reply.text("YES"), Reply.text("NO"));
		assertThat(evaluator.evaluate(request).isPass()).isTrue();
		assertThat(evaluator.evaluate(request).isPass()).isFalse();
		assertThat(this.fake.requests().get(0).body()).contains("The sky is blue.", "What colour is the sky?");
	}

	@Test
	void factsAreCheckedByAModel() {
		FactCheckingEvaluator evaluator = FactCheckingEvaluator.builder(this.builder).build();
		EvaluationRequest request = new EvaluationRequest(FACTS, "The sky is green.");
		this.fake.enqueue(Reply.text("no"));
		assertThat(evaluator.evaluate(request).isPass()).isFalse();
	}

}
