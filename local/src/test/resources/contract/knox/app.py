"""The application that the contract is recorded from: Django REST framework and Knox, as the common tutorial has it.

Register, log in, who am I, log out here, log out everywhere. One file, an SQLite database, and Knox's settings by
the names of the contract's `settings`.
"""

from datetime import timedelta

import django
from django.conf import settings

PROFILES = {
    "default": {},
    "limit": {"TOKEN_LIMIT_PER_USER": 2},
    "refresh": {"AUTO_REFRESH": True, "AUTO_REFRESH_MAX_TTL": timedelta(hours=24)},
    "prefix": {"TOKEN_PREFIX": "tka_"},
    "noexpiry": {"TOKEN_TTL": None},
    "bearer": {"AUTH_HEADER_PREFIX": "Bearer"},
    "throttle": {},
}


def configure(profile, database):
    """Sets Django up with one of the profiles and an SQLite file; once a process."""
    rest_framework = {
        "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
        "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser", "rest_framework.parsers.FormParser"],
    }
    if profile == "throttle":
        rest_framework["DEFAULT_THROTTLE_CLASSES"] = ["rest_framework.throttling.AnonRateThrottle"]
        rest_framework["DEFAULT_THROTTLE_RATES"] = {"anon": "2/min"}
    settings.configure(
        DEBUG=False,
        SECRET_KEY="only for recording",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF=__name__,
        USE_TZ=True,
        TIME_ZONE="UTC",
        DATABASES={
            "default": {
                "ENGINE": "django.db.backends.sqlite3",
                "NAME": database,
                "OPTIONS": {"init_command": "PRAGMA synchronous=OFF"},
            }
        },
        INSTALLED_APPS=["django.contrib.auth", "django.contrib.contenttypes", "rest_framework", "knox"],
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        # The answers do not depend on the hash; this one is quick.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        AUTH_PASSWORD_VALIDATORS=[
            {"NAME": "django.contrib.auth.password_validation." + name}
            for name in (
                "UserAttributeSimilarityValidator",
                "MinimumLengthValidator",
                "CommonPasswordValidator",
                "NumericPasswordValidator",
            )
        ],
        REST_FRAMEWORK=rest_framework,
        REST_KNOX=PROFILES[profile],
    )
    django.setup()
    _declare_urls()


urlpatterns = []


def _declare_urls():
    """Declares serializers, views and routes; Django must be set up before these can be imported."""
    from django.contrib.auth import authenticate, get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.urls import re_path
    from knox.views import LoginView, LogoutAllView, LogoutView
    from rest_framework import generics, permissions, serializers, status

    User = get_user_model()

    class UserSerializer(serializers.ModelSerializer):
        class Meta:
            model = User
            fields = ("id", "username", "email")

    class RegisterSerializer(serializers.ModelSerializer):
        class Meta:
            model = User
            fields = ("id", "username", "email", "password")
            extra_kwargs = {
                "email": {"required": True, "allow_blank": False},
                "password": {"write_only": True, "trim_whitespace": False},
            }

        def validate(self, data):
            user = User(username=data["username"], email=data["email"])
            try:
                validate_password(data["password"], user)
            except ValidationError as error:
                raise serializers.ValidationError({"password": error.messages}) from error
            return data

        def create(self, data):
            return User.objects.create_user(data["username"], data["email"], data["password"])

    class LoginSerializer(serializers.Serializer):
        username = serializers.CharField()
        password = serializers.CharField(trim_whitespace=False)

        def validate(self, data):
            user = authenticate(**data)
            if user and user.is_active:
                return user
            raise serializers.ValidationError("Incorrect Credentials")

    class KnoxAnswer(LoginView):
        """Knox's own answer to a login: its token limit, its expiry format, its keys."""

        def get_user_serializer_class(self):
            return UserSerializer

    def answer(request, user):
        view = KnoxAnswer()
        view.request, view.format_kwarg = request, None
        request.user = user
        return view.post(request)

    class RegisterView(generics.GenericAPIView):
        permission_classes = [permissions.AllowAny]
        serializer_class = RegisterSerializer

        def post(self, request):
            serializer = self.get_serializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            response = answer(request, serializer.save())
            response.status_code = status.HTTP_201_CREATED
            return response

    class LoginAPI(generics.GenericAPIView):
        permission_classes = [permissions.AllowAny]
        serializer_class = LoginSerializer

        def post(self, request):
            serializer = self.get_serializer(data=request.data)
            serializer.is_valid(raise_exception=True)
            return answer(request, serializer.validated_data)

    class UserView(generics.RetrieveAPIView):
        serializer_class = UserSerializer

        def get_object(self):
            return self.request.user

    urlpatterns.extend(
        re_path("^api/auth/%s/?$" % path, view.as_view())
        for path, view in (
            ("register", RegisterView),
            ("login", LoginAPI),
            ("user", UserView),
            ("logout", LogoutView),
            ("logoutall", LogoutAllView),
        )
    )
