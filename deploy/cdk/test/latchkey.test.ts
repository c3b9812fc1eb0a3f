import assert from 'node:assert/strict';
import { test } from 'node:test';
import { App, Duration, SecretValue, Stack, Tags } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Latchkey, type LatchkeyProps } from '../lib';

function stackWith(props?: LatchkeyProps): { stack: Stack; auth: Latchkey } {
  const stack = new Stack(new App(), 'Shop');
  return { stack, auth: new Latchkey(stack, 'Auth', props) };
}

function parametersOf(stack: Stack): Record<string, unknown> {
  const [nested] = Object.values(Template.fromStack(stack).findResources('AWS::CloudFormation::Stack'));
  return nested!['Properties'].Parameters;
}

/** The parameters that are settings: where the jars are is always said. */
function settingsOf(stack: Stack): Record<string, unknown> {
  return Object.fromEntries(Object.entries(parametersOf(stack)).filter(([name]) => !/^JarsBucket$|Jar$/.test(name)));
}

test('what is not set is left to the template', () => {
  assert.deepEqual(settingsOf(stackWith().stack), {});
});

test('settings become parameters, in the form that the template reads', () => {
  const { stack } = stackWith({
    tokenTtl: Duration.days(30),
    autoRefreshMaxTtl: 'none',
    minRefreshInterval: Duration.minutes(5),
    autoRefresh: true,
    tokenLimitPerUser: 5,
    logRetentionDays: 30,
    registration: 'closed',
    mailFrom: 'Example <accounts@example.com>',
  });
  assert.deepEqual(settingsOf(stack), {
    TokenTtl: 'P30D',
    AutoRefreshMaxTtl: 'none',
    MinRefreshInterval: 'PT5M',
    AutoRefresh: 'true',
    TokenLimitPerUser: '5',
    LogRetentionDays: '30',
    Registration: 'closed',
    MailFrom: 'Example <accounts@example.com>',
  });
});

test('a secret is referred to, and not written down', () => {
  const { stack } = stackWith({ proxySecretHeader: SecretValue.secretsManager('cdn', { jsonField: 'header' }) });
  assert.equal(settingsOf(stack)['ProxySecretHeader'], '{{resolve:secretsmanager:cdn:SecretString:header::}}');
});

test('a value that the template refuses is refused by synth', () => {
  const refused: [LatchkeyProps, RegExp][] = [
    [{ tokenLimitPerUser: 0 }, /tokenLimitPerUser: '0' is not none, or a whole number from 1 to 1000/],
    [{ tokenTtl: Duration.seconds(0) }, /tokenTtl/],
    [{ tokenPrefix: 'more-than-ten' }, /tokenPrefix/],
    [{ loginFailureAlarm: 0 }, /loginFailureAlarm: '0' is not a number from 1 to 1000000/],
    [{ mailFrom: 'nobody' }, /mailFrom/],
    [{ registration: 'ajar' as 'open' }, /registration: 'ajar' is not one of open, closed/],
    [{ proxySecretHeader: SecretValue.unsafePlainText('X-Short=abc') }, /proxySecretHeader: the value is not/],
  ];
  for (const [props, message] of refused) {
    assert.throws(() => stackWith(props), message);
  }
});

test('each jar is an asset', () => {
  const parameters = parametersOf(stackWith().stack);
  const keys = Object.keys(parameters).filter(name => name.endsWith('Jar'));
  assert.ok(keys.includes('SessionJar') && keys.includes('UserJar'));
  for (const key of keys) {
    assert.match(`${parameters[key]}`, /^[0-9a-f]{64}\.jar$/);
  }
});

test('a REST API checks tokens by the alias, and is allowed to', () => {
  const { stack, auth } = stackWith({ authHeaderPrefix: 'Bearer' });
  const api = new apigateway.RestApi(stack, 'Rest');
  api.root.addMethod('GET', new apigateway.MockIntegration(), { authorizer: auth.restAuthorizer(api) });
  const template = Template.fromStack(stack);
  const arn = stack.resolve(auth.authorizer.functionArn);
  assert.equal(arn['Fn::GetAtt'][1], 'Outputs.AuthorizerArn');
  template.hasResourceProperties('AWS::ApiGateway::Authorizer', {
    Type: 'REQUEST',
    AuthorizerResultTtlInSeconds: 0,
    IdentitySource: 'method.request.header.Authorization',
    AuthorizerUri: { 'Fn::Join': ['', Match.arrayWith([':lambda:path/2015-03-31/functions/', arn])] },
  });
  template.hasResourceProperties('AWS::ApiGateway::Method', { AuthorizationType: 'CUSTOM' });
  template.hasResourceProperties('AWS::Lambda::Permission', { FunctionName: arn, Principal: 'apigateway.amazonaws.com' });
  template.hasResourceProperties('AWS::ApiGateway::GatewayResponse', {
    ResponseType: 'ACCESS_DENIED',
    StatusCode: '401',
    ResponseParameters: { 'gatewayresponse.header.WWW-Authenticate': "'Bearer'" },
    ResponseTemplates: { 'application/json': '{"detail":"$context.authorizer.detail"}' },
  });
});

test('an HTTP API checks tokens by the alias, and is allowed to', () => {
  const { stack, auth } = stackWith();
  for (const name of ['One', 'Two']) {
    const api = new apigatewayv2.HttpApi(stack, name);
    const integration = new (class extends apigatewayv2.HttpRouteIntegration {
      bind() {
        return { type: apigatewayv2.HttpIntegrationType.HTTP_PROXY, uri: 'https://example.com', method: apigatewayv2.HttpMethod.GET, payloadFormatVersion: apigatewayv2.PayloadFormatVersion.VERSION_1_0 };
      }
    })('Example');
    api.addRoutes({ path: '/hello', integration, authorizer: auth.httpAuthorizer() });
  }
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::ApiGatewayV2::Authorizer', 2);
  template.allResourcesProperties('AWS::ApiGatewayV2::Authorizer', {
    AuthorizerType: 'REQUEST',
    AuthorizerPayloadFormatVersion: '2.0',
    EnableSimpleResponses: true,
    AuthorizerResultTtlInSeconds: 0,
    IdentitySource: ['$request.header.Authorization'],
  });
  template.resourceCountIs('AWS::Lambda::Permission', 2);
});

test('tables are named by the stack, with the key that they are encrypted with', () => {
  const { stack, auth } = stackWith({ keyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1f3a' });
  const role = new Role(stack, 'Reports', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  auth.usersTable.grantReadData(role);
  Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: Match.arrayWith(['kms:Decrypt']) })]) },
  });
});

test('tags reach the nested stack, and with it all that takes tags', () => {
  const { stack, auth } = stackWith();
  Tags.of(auth).add('team', 'identity');
  Template.fromStack(stack).hasResourceProperties('AWS::CloudFormation::Stack', { Tags: [{ Key: 'team', Value: 'identity' }] });
});

test('there is a target for DNS only where there is a domain', () => {
  assert.throws(() => stackWith().auth.domainTarget, /there is no domainName/);
  assert.ok(stackWith({ domainName: 'auth.example.com', certificateArn: 'arn:aws:acm:eu-central-1:123456789012:certificate/1' }).auth.domainTarget);
});
