package dev.latchkey.localstack;

import cloud.localstack.Localstack;
import cloud.localstack.docker.LocalstackDockerExtension;
import cloud.localstack.docker.annotation.LocalstackDockerProperties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;

/** On LocalStack in Docker, of the last version that asks for no account. */
@ExtendWith(LocalstackDockerExtension.class)
@LocalstackDockerProperties(imageTag = "4.14.0", services = "dynamodb")
class LocalStackIT extends StoreTests {
    @BeforeAll
    static void pointTheTablesAtIt() {
        System.setProperty("dynamodb.endpoint", Localstack.INSTANCE.getEndpointDynamoDB());
    }
}
