package dev.latchkey.cli.target;

import dev.latchkey.cli.console.CommandException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;

/**
 * The one call of CloudFormation that is needed, in its query protocol, signed by the SDK; it spares a client library of its
 * own.
 */
final class CloudFormation {
    private static final String VERSION = "2010-05-15";

    private final URI endpoint;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;

    CloudFormation(URI endpoint, String region, AwsCredentialsProvider credentials, SdkHttpClient http) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
        this.http = http;
    }

    /** An answer as it came. */
    record Answer(int status, InputStream body) {}

    Answer describeStacks(String stack) {
        String form = "Action=DescribeStacks&Version=" + VERSION + "&StackName="
                + URLEncoder.encode(stack, StandardCharsets.UTF_8);
        ContentStreamProvider body = ContentStreamProvider.fromUtf8String(form);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.POST)
                .uri(endpoint)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(form.length()))
                .build();
        SignedRequest signed = AwsV4HttpSigner.create()
                .sign(sign -> sign.identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(body)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "cloudformation")
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
        return send(signed);
    }

    private Answer send(SignedRequest signed) {
        HttpExecuteRequest.Builder request = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(request::contentStreamProvider);
        try (http) {
            HttpExecuteResponse response = http.prepareRequest(request.build()).call();
            byte[] body = new byte[0];
            if (response.responseBody().isPresent()) {
                try (InputStream stream = response.responseBody().get()) {
                    body = stream.readAllBytes();
                }
            }
            return new Answer(response.httpResponse().statusCode(), new ByteArrayInputStream(body));
        } catch (IOException e) {
            throw CommandException.misused("CloudFormation cannot be reached at " + endpoint + ": " + e.getMessage());
        }
    }
}
