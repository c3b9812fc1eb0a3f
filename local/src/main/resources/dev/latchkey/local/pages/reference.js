// Swagger UI for this server. "Authorize" takes the token alone: the scheme is put before it here.

const scheme = document.querySelector('meta[name=latchkey-scheme]').content;

window.ui = SwaggerUIBundle({
  url: '/docs/openapi.yaml',
  dom_id: '#reference',
  deepLinking: true,
  tryItOutEnabled: true,
  docExpansion: 'list',
  defaultModelsExpandDepth: 0,
  requestInterceptor: (request) => {
    const value = request.headers.Authorization;
    if (value && !value.trim().includes(' ')) request.headers.Authorization = `${scheme} ${value.trim()}`;
    return request;
  },
});
