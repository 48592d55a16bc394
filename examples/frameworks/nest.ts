import {
  type ArgumentsHost,
  Body,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  Get,
  Inject,
  Injectable,
  Logger,
  Module,
  Post,
  Req,
  UnauthorizedException,
  UseGuards,
} from '@nestjs/common';
import { APP_FILTER, HttpAdapterHost } from '@nestjs/core';
import { type LoginSession, LoginSessions, MiniProgram, WxError } from 'wx-unionid';

const { WX_APPID: appid = '', WX_SECRET: secret = '', WX_BASE_URL: baseUrl } = process.env;

interface LoggedInRequest {
  headers: { authorization?: string };
  login: LoginSession;
}

/** Lets in only who has logged in: `request.login`. */
@Injectable()
export class LoginGuard implements CanActivate {
  constructor(@Inject(LoginSessions) private readonly sessions: LoginSessions) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<LoggedInRequest>();
    const login = await this.sessions.get(
      request.headers.authorization?.replace(/^Bearer /, '') ?? '',
    );
    if (!login) throw new UnauthorizedException({ zh: '请先登录。', en: 'Please log in.' });
    request.login = login;
    return true;
  }
}

/** With Express and with Fastify. */
@Catch(WxError)
export class WxErrorFilter implements ExceptionFilter<WxError> {
  private readonly logger = new Logger('WeChat');

  constructor(@Inject(HttpAdapterHost) private readonly host: HttpAdapterHost) {}

  catch(error: WxError, context: ArgumentsHost): void {
    this.logger.error(error);
    const response = context.switchToHttp().getResponse();
    this.host.httpAdapter.reply(response, error.publicMessage, error.status);
  }
}

@Controller()
export class WeChatController {
  constructor(
    @Inject(MiniProgram) private readonly program: MiniProgram,
    @Inject(LoginSessions) private readonly sessions: LoginSessions,
  ) {}

  @Post('login')
  async login(@Body('code') code: string) {
    const { session } = await this.program.login({ code });
    return { token: await this.sessions.create(session) };
  }

  @Get('me')
  @UseGuards(LoginGuard)
  me(@Req() { login }: LoggedInRequest) {
    return { unionid: login.unionid ?? null };
  }
}

@Module({
  controllers: [WeChatController],
  providers: [
    { provide: MiniProgram, useFactory: () => new MiniProgram({ appid, secret, baseUrl }) },
    // Several processes: pass a store.
    { provide: LoginSessions, useFactory: () => new LoginSessions({ appid }) },
    { provide: APP_FILTER, useClass: WxErrorFilter },
  ],
  exports: [MiniProgram, LoginSessions],
})
export class WeChatModule {}
